package org.atomicagents.telemetry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parsed text of a scrape, in version 0.0.4 of the exposition format of Prometheus; deviations
 * from the format are errors.
 */
final class ExpositionText {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*+");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*+)=\"");
  private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "summary");

  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> labels = new HashMap<>();
  private final Map<String, Double> samples = new LinkedHashMap<>();
  private final Set<String> ended = new HashSet<>();
  private String family = "";

  /** Returns the parsed text of a scrape. */
  static ExpositionText parse(String text) {
    if (!text.endsWith("\n")) {
      throw new IllegalArgumentException("The last line has no end.");
    }
    var parsed = new ExpositionText();
    for (String line : text.lines().toList()) {
      parsed.parseLine(line);
    }
    parsed.checkHistograms();
    return parsed;
  }

  /** Returns the types of the families by name. */
  Map<String, String> types() {
    return types;
  }

  /** Returns the value of the only sample of a name whose labels contain the given ones. */
  double value(String name, String... labelsAndValues) {
    List<String> found = matching(name, labelsAndValues);
    if (found.size() != 1) {
      throw new AssertionError(
          "Expected one sample " + name + String.join(",", labelsAndValues) + ", found " + found);
    }
    return samples.get(found.getFirst());
  }

  /** Returns the series of a name whose labels contain the given ones. */
  List<String> matching(String name, String... labelsAndValues) {
    var found = new ArrayList<String>();
    for (String series : samples.keySet()) {
      Map<String, String> own = labels.get(series);
      boolean matches = series.startsWith(name + "{") || series.equals(name);
      for (int i = 0; i < labelsAndValues.length; i += 2) {
        matches = matches && labelsAndValues[i + 1].equals(own.get(labelsAndValues[i]));
      }
      if (matches) {
        found.add(series);
      }
    }
    return found;
  }

  private void parseLine(String line) {
    if (line.startsWith("# HELP ")) {
      begin(line.split(" ", 4)[2]);
    } else if (line.startsWith("# TYPE ")) {
      String[] words = line.split(" ", -1);
      require(words.length == 4 && TYPES.contains(words[3]), line);
      begin(words[2]);
      require(types.put(words[2], words[3]) == null, "Two types: " + line);
    } else {
      require(!line.startsWith("#"), line);
      parseSample(line);
    }
  }

  private void begin(String name) {
    require(NAME.matcher(name).matches(), name);
    if (!name.equals(family)) {
      require(ended.add(family), "Family " + family + " is not contiguous");
      require(!ended.contains(name), "Family " + name + " is not contiguous");
      family = name;
    }
  }

  private void parseSample(String line) {
    Matcher name = NAME.matcher(line);
    require(name.lookingAt(), line);
    String suffix = name.group().substring(Math.min(family.length(), name.group().length()));
    require(name.group().startsWith(family) && types.containsKey(family), "No type: " + line);
    require(Set.of("", "_bucket", "_sum", "_count").contains(suffix), line);
    var own = new TreeMap<String, String>();
    int end = name.end();
    if (line.charAt(end) == '{') {
      end = parseLabels(line, end + 1, own);
    }
    require(line.charAt(end) == ' ', line);
    double value = Double.parseDouble(line.substring(end + 1).replace("Inf", "Infinity"));
    String series = own.isEmpty() ? name.group() : name.group() + own;
    require(samples.put(series, value) == null, "Two samples: " + line);
    labels.put(series, own);
  }

  private static int parseLabels(String line, int start, Map<String, String> target) {
    int position = start;
    while (line.charAt(position) != '}') {
      Matcher label = LABEL.matcher(line).region(position, line.length());
      require(label.lookingAt(), line);
      var value = new StringBuilder();
      position = label.end();
      while (line.charAt(position) != '"') {
        if (line.charAt(position) == '\\') {
          position++;
          require("\\\"n".indexOf(line.charAt(position)) >= 0, line);
        }
        value.append(line.charAt(position));
        position++;
      }
      position++;
      require(target.put(label.group(1), value.toString()) == null, "Two labels: " + line);
      if (line.charAt(position) == ',') {
        position++;
      }
    }
    return position + 1;
  }

  /** Checks that buckets grow, and that the last one contains all values. */
  private void checkHistograms() {
    for (Map.Entry<String, String> type : types.entrySet()) {
      if (type.getValue().equals("histogram")) {
        checkHistogram(type.getKey());
      }
    }
  }

  private void checkHistogram(String name) {
    var byLabels = new HashMap<Map<String, String>, TreeMap<Double, Double>>();
    for (String series : matching(name + "_bucket")) {
      var own = new TreeMap<>(labels.get(series));
      double bound = Double.parseDouble(own.remove("le").replace("Inf", "Infinity"));
      byLabels.computeIfAbsent(own, key -> new TreeMap<>()).put(bound, samples.get(series));
    }
    byLabels.forEach((own, buckets) -> {
      double last = 0;
      for (double count : buckets.values()) {
        require(count >= last, "Buckets of " + name + " shrink");
        last = count;
      }
      String total = own.isEmpty() ? name + "_count" : name + "_count" + own;
      require(buckets.lastKey().isInfinite(), "No last bucket of " + name);
      require(samples.get(total).equals(buckets.lastEntry().getValue()), "Count of " + name);
    });
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
