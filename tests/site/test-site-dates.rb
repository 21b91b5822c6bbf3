# Asks Ruby what Jekyll makes of each date in dates/read.txt: YAML, then to_s, then Time.parse.
#
# SPDX-License-Identifier: GPL-3.0-or-later
require "time"
require "yaml"

ENV["TZ"] = "Europe/Paris"
failures = 0
File.foreach(ARGV.fetch(0), chomp: true, encoding: "utf-8") do |line|
  next if line.empty? || line.start_with?("#")

  written, expected, rolls = line.split("\t")
  moment =
    begin
      value = YAML.safe_load("date: #{written}", permitted_classes: [Date, Time])["date"]
      Time.parse(value.to_s).utc.strftime("%Y-%m-%dT%H:%M:%SZ")
    rescue ArgumentError, Psych::Exception
      "-"
    end
  next if moment == expected || rolls

  puts "#{written}: expected #{expected}, Ruby says #{moment}"
  failures += 1
end
exit(failures.zero? ? 0 : 1)
