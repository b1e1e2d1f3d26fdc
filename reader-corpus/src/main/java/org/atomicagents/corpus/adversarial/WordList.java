package org.atomicagents.corpus.adversarial;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The words of {@code words.txt}, by domain. */
final class WordList {
  private static final Map<String, List<String>> DOMAINS = read();

  private WordList() {}

  /** Returns the words of a domain. */
  static List<String> of(String domain) {
    List<String> words = DOMAINS.get(domain);
    if (words == null) {
      throw new IllegalArgumentException(
          "domain: expected one of " + DOMAINS.keySet() + ", found " + domain);
    }
    return words;
  }

  private static Map<String, List<String>> read() {
    var domains = new HashMap<String, List<String>>();
    List<String> current = new ArrayList<>();
    for (String line : TextTemplate.resource("words.txt").lines().toList()) {
      if (line.startsWith("== ")) {
        current = new ArrayList<>();
        domains.put(line.substring(3), current);
      } else if (!line.isBlank()) {
        current.add(line);
      }
    }
    return domains;
  }
}
