# The headers of the sample site as Jekyll's own YAML reader sees them: they load, their keys are
# those the site declares (or known ones), and Psych would write them again as they stand.
#
# SPDX-License-Identifier: GPL-3.0-or-later
require 'yaml'

SITE = File.join(ENV.fetch('CHAPEAU_TEST_SOURCE'), 'data', 'sample-site')
KNOWN = %w[title date published acces champs_informations].freeze
DATE = /(?<=: )\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d$/

complaints = []
config = YAML.safe_load_file(File.join(SITE, '_config.yml'))
declared = config['defaults'].to_h { |entry| [entry['scope']['type'], entry['values'].keys] }
count = 0

Dir[File.join(SITE, '_{posts,drafts,evenements}', '*.md')].each do |path|
  name = path.delete_prefix("#{SITE}/")
  text = File.binread(path).force_encoding('UTF-8').gsub("\r\n", "\n")
  header = text[/\A---\n(.*?)^---$/m, 1]
  begin
    values = YAML.safe_load(header, permitted_classes: [Time])
  rescue Psych::Exception => e
    complaints << "#{name}: #{e.message}"
    next
  end
  count += 1
  type = name.start_with?('_evenements') ? 'evenements' : 'posts'
  (values.keys - declared[type] - KNOWN).each { |key| complaints << "#{name}: unknown key #{key}" }
  complaints << "#{name}: no title" unless values['title'].is_a?(String)
  %w[date event_start_date event_end_date].each do |key|
    complaints << "#{name}: #{key} is no date" if values.key?(key) && !values[key].is_a?(Time)
  end

  # Siteleaf writes an empty value with its trailing space, and a date without nanoseconds: both are
  # set aside. Everything else is Psych's own hand.
  plain = header.gsub(DATE) { |date| "at-#{date.tr(': ', '--')}" }.gsub(/: $/, ':')
  written = YAML.dump(YAML.safe_load(plain)).delete_prefix("---\n")
  complaints << "#{name}: Psych would write the header otherwise" unless written == plain
end

complaints.each { |complaint| puts complaint }
puts "#{complaints.size} complaints; looked at #{count} headers"
exit(complaints.empty? ? 0 : 1)
