# Ruby's kramdown, the program whose HTML the library makes: what the comparisons load.
#
#   ruby reference.rb [--lib DIR] [--defaults jekyll|kramdown] [--options FILE] [--raw]
#                     --output-dir DIR FILE...
#
#   ruby reference.rb [...] --seconds FILE   prints how long one file takes, the best of three runs
#
# writes DIR/NAME.html for each file, as `chapeau-cli render` does with the same options. --lib is
# the lib folder of a kramdown 2.5.2; without it the installed one is used. Debian's
# 2.4.0 differs from 2.5.2 in footnotes, CDATA, abbreviations across lines and <time>.
#
# SPDX-License-Identifier: GPL-3.0-or-later
require 'optparse'
require 'timeout'
require 'yaml'

module Reference
  # What Jekyll passes on, with the syntax highlighter off; its deep merge lets no nil in.
  JEKYLL = { input: 'GFM', hard_wrap: false, auto_ids: true, toc_levels: (1..6).to_a,
             entity_output: :as_char, smart_quotes: %w[lsquo rsquo ldquo rdquo], guess_lang: true,
             footnote_nr: 1, show_warnings: false, syntax_highlighter: nil }.freeze
  KRAMDOWN = { syntax_highlighter: nil }.freeze
  FRONT_MATTER = /\A(---\s*\n.*?\n?)^((---|\.\.\.)\s*$\n?)/m

  module_function

  def load_kramdown(lib = nil)
    $LOAD_PATH.unshift(lib) if lib
    require 'kramdown'
    require 'kramdown-parser-gfm'
    Kramdown::VERSION
  end

  def options(defaults, more = {})
    (defaults == 'kramdown' ? KRAMDOWN : JEKYLL).merge(Marshal.load(Marshal.dump(more)))
  end

  # nil where the program fails or takes longer than it may.
  def html(text, options, seconds = 10)
    Timeout.timeout(seconds) { Kramdown::Document.new(text.dup, Marshal.load(Marshal.dump(options))).to_html }
  rescue StandardError, SystemStackError, NoMemoryError
    nil
  end

  def seconds(text, options)
    Array.new(3) do
      start = Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID)
      html(text, options, 300)
      Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID) - start
    end.min
  end

  def yaml(path)
    (YAML.safe_load(File.read(path), permitted_classes: [Symbol]) || {}).transform_keys(&:to_sym)
  end

  def body(text)
    text.sub(/\A\uFEFF/, '') =~ FRONT_MATTER ? $' : text
  end

  def main(arguments)
    said = { defaults: 'jekyll', more: {} }
    files = OptionParser.new do |parser|
      parser.on('--lib DIR') { |dir| said[:lib] = dir }
      parser.on('--defaults NAME') { |name| said[:defaults] = name }
      parser.on('--options FILE') { |file| said[:more] = yaml(file) }
      parser.on('--raw') { said[:raw] = true }
      parser.on('--seconds') { said[:seconds] = true }
      parser.on('--output-dir DIR') { |dir| said[:dir] = dir }
    end.parse(arguments)
    abort 'reference.rb: --output-dir is missing' unless said[:dir] || said[:seconds]
    load_kramdown(said[:lib])
    files.each do |file|
      text = File.read(file, encoding: 'UTF-8')
      next puts(seconds(text, options(said[:defaults], said[:more]))) if said[:seconds]

      text = body(text) unless said[:raw] || !text.valid_encoding?
      result = html(text, options(said[:defaults], said[:more]), 60) if text.valid_encoding?
      warn "reference.rb: #{file}: no result" unless result
      File.write("#{said[:dir]}/#{File.basename(file, '.*')}.html", result) if result
    end
  end
end

Reference.main(ARGV) if $PROGRAM_NAME == __FILE__
