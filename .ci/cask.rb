# Plays a cask of Homebrew on the directory into which its archive was unpacked:
# it renames as Homebrew does, and says which files that the cask links are missing.
# Usage: ruby cask.rb CASK NAME-OF-THE-ARCHIVE DIRECTORY
file, archive, staged = ARGV

# Stanzas are what a cask consists of; those that touch no file say nothing here.
class Stanzas
  LINKS = %i[binary manpage bash_completion fish_completion zsh_completion].freeze
  attr_reader :renames, :links, :seen

  def initialize
    @renames = []
    @links = []
    @seen = {}
  end

  def rename(from, to) = @renames << [from, to]

  def version(value = nil)
    @version = value if value
    @version
  end

  def method_missing(name, *args, **, &block)
    @seen[name] = args.first
    @links << args.first if LINKS.include?(name)
    instance_eval(&block) if block && name != :livecheck
  end

  def respond_to_missing?(*) = true
end

def cask(_name, &block)
  @stanzas = Stanzas.new
  @stanzas.instance_eval(&block)
end

load file
missing = %i[url sha256 name desc homepage caveats].reject { |s| @stanzas.seen.key?(s) }
Dir.chdir(staged) do
  @stanzas.renames.each do |from, to|
    next if from.start_with?("gofix-net_") && !from.include?("*") && !from.start_with?(archive)

    source = Dir.glob(from).first or (missing << from; next)
    File.rename(source, to)
  end
  missing += @stanzas.links.reject { |f| File.size?(f) }
  missing << "gofix-net, executable" unless File.executable?("gofix-net")
  missing << "manual pages" if @stanzas.links.grep(/\.1\z/).size < 20
end
abort "#{file}: missing in #{archive}: #{missing.join(", ")}" unless missing.empty?
