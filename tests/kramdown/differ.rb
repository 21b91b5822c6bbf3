# Looks for documents that the library and Ruby's kramdown render differently.
#
#   ruby differ.rb --cli chapeau-cli [--lib DIR] [--seed N] [--count N] [--from DIR]... [--out DIR]
#                  [--profile NAME]... [--shrink N]
#
# Documents are grown from the texts below the --from folders (tests/kramdown/cases if none is
# named): pieces of them spliced, mutated and salted with markup. Each is rendered with the options
# of one profile by both programs, many in one run. What differs is made smaller as long as it
# still differs, grouped by its shape, and printed; --out keeps the documents. The seed is printed:
# the same seed over the same texts gives the same documents. Exit status 1 if anything differs.
#
# SPDX-License-Identifier: GPL-3.0-or-later
require 'fileutils'
require 'open3'
require 'optparse'
require 'tmpdir'
require 'yaml'
require_relative 'reference'

# name => [defaults, options over them]
PROFILES = {
  'jekyll' => ['jekyll', {}],
  'kramdown' => ['kramdown', {}],
  'gfm-wrap' => ['jekyll', { hard_wrap: true, auto_id_prefix: 'x-' }],
  'gfm-plain' => ['jekyll', { gfm_quirks: ['no_auto_typographic'], footnote_nr: 3, header_links: true }],
  'gfm-html' => ['jekyll', { parse_block_html: true, entity_output: 'symbolic', footnote_backlink_inline: true }],
  'html' => ['kramdown', { parse_block_html: true, auto_id_stripping: true, header_offset: 1 }],
  'native' => ['kramdown', { html_to_native: true, entity_output: 'numeric', auto_ids: false }],
  'as-input' => ['kramdown', { parse_span_html: false, entity_output: 'as_input', math_engine: nil,
                               smart_quotes: 'apos,apos,quot,quot', toc_levels: '2..3' }],
  'notes' => ['jekyll', { footnote_prefix: 'p-', footnote_link_text: '[%s]', footnote_backlink: '&up; <', footnote_nr: 0,
                          typographic_symbols: { hellip: '<...>', mdash: '&mdash;' }, header_offset: -1 }],
  'cjk' => ['kramdown', { remove_line_breaks_for_cjk: true, html_to_native: true, footnote_backlink: '',
                          auto_id_prefix: 'k_', header_links: true, parse_block_html: true }]
}.freeze
WEIGHTS = { 'jekyll' => 6, 'kramdown' => 2 }.freeze

MARKUP = [
  '*', '**', '_', '__', '***', '`', '``', '~~', '[', ']', '](', '](/u)', '](<a b> "t")', '[x]', '[x][y]', '![i](/i.png)',
  '[^1]', '[^1]: ', '[x]: /url "t"', '*[HTML]: Hyper', 'HTML', '{:', '}', '{: .c}', '{: #i k="v"}', '{:a: .d}', '{:a}',
  '{::comment}', '{:/comment}', '{:/}', '{::nomarkdown}', '{::options auto_ids="false" /}', '{:toc}', '{:.a}', '^',
  '<', '>', '</', '/>', '<div>', '</div>', '<b>', '</b>', '<p markdown="1">', '<div markdown="span">', '<br>', '<br/>',
  '<!-- c -->', '<!--', '-->', '<?p ?>', '<![CDATA[x<y]]>', '<a href="x">', '</a>', '<i class="k">', '<pre>', '</pre>',
  '<script>', '</script>', '<table>', '<tr><td>', '<img src="a">', '<http://x.y/>', '<a@b.c>', 'http://x.y', '&amp;',
  '&', '&#35;', '&nbsp;', '&copy;', '"', "'", '--', '---', '...', '<<', '>>', '<< ', ' >>', '$$', '$$x_1$$', '\\', '\\\\',
  '\\*', '|', '| a | b |', '|---|', '|:-:|--:|', '|===', ': ', '~', '~~~', '```', '``` ruby', '~~~ c', '# ', '## ', '#',
  '===', '---', '* * *', '- ', '* ', '+ ', '1. ', '10. ', '- [ ] ', '- [x] ', '> ', '>', '    ', "\t", '  ', '   ', ' ',
  "\n", "\n\n", "  \n", "* x\n{:toc}\n", "1. x\n{:footnotes}\n", '{: standalone .a #b}', '{:toc}', '{:footnotes}', "日\n本",
  '{:.show-whitespaces}', '{:.language-c}', '{:.no_toc}', '{:auto_ids-p}', "a\n: b\n", '<details>', '<summary>', '<ul><li>', "\\\n", "\u00a0", 'é', '日本', "\u2028", "'s", '5"', '_a_', 'a_b_c', '**a', '(b)', '!', ':', '.', ','
].freeze

class Grower
  def initialize(texts, seed)
    @texts = texts
    @random = Random.new(seed)
  end

  def grow
    lines = piece
    @random.rand(3).times { lines.insert(@random.rand(lines.size + 1), *piece.first(1 + @random.rand(6))) }
    text = lines.first(40).join
    @random.rand(7).times { text = change(text) }
    text
  end

  private

  def pick(list)
    list[@random.rand(list.size)]
  end

  def piece
    lines = pick(@texts)
    length = 1 + @random.rand(12)
    lines[@random.rand([lines.size - length, 0].max + 1), length].dup
  end

  def change(text)
    case @random.rand(10)
    when 0, 1, 2 then text.dup.insert(@random.rand(text.size + 1), pick(MARKUP))
    when 3 then at_line(text) { |line| pick(MARKUP) + line }
    when 4 then at_line(text) { |line| pick(['  ', '    ', "\t", ' ', '   ', '> ', '* ', '    > ', '1. ']) + line }
    when 5 then at_line(text) { |line| line.sub(/\A\s+/, '') }
    when 6 then at_line(text) { |_| '' }
    when 7 then at_line(text) { |line| line + pick(["\n", line, "{: .x}\n", "^\n", "#{pick(MARKUP)}\n"]) }
    when 8
      from = @random.rand(text.size + 1)
      text[0, from] + text[(from + 1 + @random.rand(4))..].to_s
    else
      at_line(text) { |line| line.chomp + pick(MARKUP) + (line.end_with?("\n") ? "\n" : '') }
    end
  end

  def at_line(text)
    lines = text.lines
    return text if lines.empty?

    at = @random.rand(lines.size)
    lines[at] = yield(lines[at])
    lines.join
  end
end

# The library, through chapeau-cli: many documents in one run.
class Ours
  BATCH = 400

  def initialize(cli, folder)
    @cli = cli
    @folder = folder
  end

  # The HTML of each text; :crash where the program died over it.
  def render(texts, profile)
    texts.each_slice(BATCH).flat_map { |slice| batch(slice, profile) }
  end

  private

  def batch(texts, profile)
    Dir.mktmpdir(nil, @folder) do |dir|
      defaults, more = PROFILES.fetch(profile)
      File.write("#{dir}/options", YAML.dump(more.merge(syntax_highlighter: nil).transform_keys(&:to_s)))
      names = texts.each_index.map { |i| "#{i}.text" }
      texts.each_with_index { |text, i| File.binwrite("#{dir}/#{names[i]}", text) }
      command = [@cli, 'render', '--raw', '--defaults', defaults, '--options', 'options', '--output-dir', '.']
      # A document that kills the program has no output; the run goes on behind it.
      rest = names
      until rest.empty?
        Open3.capture2e(*command, *rest, chdir: dir)
        dead = rest.index { |name| !File.exist?("#{dir}/#{name.sub('text', 'html')}") } or break
        rest = rest[(dead + 1)..]
      end
      texts.each_index.map do |i|
        File.exist?("#{dir}/#{i}.html") ? File.read("#{dir}/#{i}.html", encoding: 'UTF-8') : :crash
      end
    end
  end
end

class Differ
  attr_reader :failed

  def initialize(ours)
    @ours = ours
    @failed = 0
  end

  # [text, theirs, ours] of those that differ; texts that kramdown itself fails on are counted.
  def compare(texts, profile)
    options = Reference.options(*PROFILES.fetch(profile)).merge(syntax_highlighter: nil)
    # A number that is no character becomes bytes that are no UTF-8: there the library differs.
    theirs = texts.map { |text| Reference.html(text, options) }.map { |html| html&.valid_encoding? ? html : nil }
    @failed += theirs.count(nil)
    texts.zip(theirs, @ours.render(texts, profile)).select { |_, a, b| a && a != b }
  end

  # Removes lines, then characters, as long as the rest still differs in the same way (a crash
  # stays a crash).
  def shrink(found, profile)
    found = shrink_parts(found, profile, &:lines)
    found = shrink_parts(found, profile) { |text| text.split(/(?<=\W)|(?=\W)/) }
    found[0].size > 300 ? found : shrink_parts(found, profile, &:chars)
  end

  private

  def shrink_parts(found, profile)
    parts = yield(found[0])
    size = [parts.size / 2, 1].max
    loop do
      smaller = (0...parts.size).step(size).map { |i| parts[0, i] + parts[(i + size)..].to_a }
      hits = compare(smaller.map(&:join), profile).select { |hit| (hit[2] == :crash) == (found[2] == :crash) }
      if hits.empty?
        break if size == 1

        size /= 2
      else
        found = hits.min_by { |hit| hit[0].size }
        parts = yield(found[0])
        size = [size, [parts.size / 2, 1].max].min
      end
    end
    found
  end
end

def shape(text)
  text.gsub(/[[:alpha:]]+/, 'a').gsub(/[0-9]+/, '1').gsub(/ {4,}/, '    ')
end

def read_texts(folders)
  folders.flat_map { |dir| Dir["#{dir}/**/*.{text,md}"].sort }
         .map { |file| Reference.body(File.read(file, encoding: 'UTF-8')).lines }
         .reject { |lines| lines.empty? || !lines.join.valid_encoding? }
end

def report(groups, out)
  groups.sort_by { |_, found| -found.size }.each_with_index do |(key, found), number|
    text, theirs, ours, profile = found.min_by { |one| one[0].size }
    puts "#{number + 1}. #{found.size}x #{profile} #{key.inspect}", "   text    #{text.inspect}"
    puts "   theirs  #{theirs.inspect}", "   ours    #{ours.inspect}"
    next unless out

    File.write("#{out}/#{number + 1}.text", text)
    File.write("#{out}/#{number + 1}.html", theirs)
    File.write("#{out}/#{number + 1}.profile", "#{profile}\n")
  end
end

def main
  said = { seed: Random.new_seed % 1_000_000, count: 2000, from: [], profiles: [], shrink: 60 }
  OptionParser.new do |parser|
    parser.on('--cli PATH') { |path| said[:cli] = File.expand_path(path) }
    parser.on('--lib DIR') { |dir| said[:lib] = dir }
    parser.on('--seed N', Integer) { |n| said[:seed] = n }
    parser.on('--count N', Integer) { |n| said[:count] = n }
    parser.on('--from DIR') { |dir| said[:from] << dir }
    parser.on('--profile NAME') { |name| said[:profiles] << name }
    parser.on('--shrink N', Integer, 'how many differences are made smaller') { |n| said[:shrink] = n }
    parser.on('--out DIR') { |dir| said[:out] = dir }
  end.parse!
  abort 'differ.rb: --cli is missing' unless said[:cli]
  version = Reference.load_kramdown(said[:lib])
  texts = read_texts(said[:from].empty? ? ["#{__dir__}/cases"] : said[:from])
  profiles = PROFILES.keys & (said[:profiles].empty? ? PROFILES.keys : said[:profiles])
  wheel = profiles.flat_map { |name| [name] * WEIGHTS.fetch(name, 1) }
  puts "kramdown #{version}, seed #{said[:seed]}, #{said[:count]} documents from #{texts.size} texts"
  FileUtils.mkdir_p(said[:out]) if said[:out]
  Dir.mktmpdir do |folder|
    differ = Differ.new(Ours.new(said[:cli], folder))
    grower = Grower.new(texts, said[:seed])
    found = Array.new(said[:count]) { |i| [wheel[i % wheel.size], grower.grow] }.group_by(&:first)
                 .flat_map { |name, grown| differ.compare(grown.map(&:last), name).map { |hit| [*hit, name] } }
    failed = differ.failed
    small = found.sort_by { |hit| hit[0].size }.first(said[:shrink])
                 .map { |hit| [*differ.shrink(hit[0, 3], hit[3]), hit[3]] }
    report(small.group_by { |hit| shape(hit[0]) }, said[:out])
    puts format('%d of %d documents differ (%.3f %%), %d crashes; kramdown failed on %d', found.size, said[:count],
                100.0 * found.size / said[:count], found.count { |hit| hit[2] == :crash }, failed)
    exit found.empty?
  end
end

main if $PROGRAM_NAME == __FILE__
