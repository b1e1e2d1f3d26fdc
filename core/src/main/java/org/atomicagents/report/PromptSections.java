package org.atomicagents.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.atomicagents.model.TokenCounter;

/** The sections of a prompt, which begin with headings, and its duplicate lines. */
record PromptSections(List<TokenShare> shares, List<TokenFinding> findings) {
  private static final String UNTITLED = "(no heading)";

  /** Shorter lines are the same by chance. */
  private static final int MIN_DUPLICATE = 12;

  static PromptSections of(String prompt, TokenCounter counter) {
    var shares = new ArrayList<TokenShare>();
    var findings = new ArrayList<TokenFinding>();
    Map<String, String> placeByLine = new LinkedHashMap<>();
    String heading = UNTITLED;
    var section = new StringBuilder();
    for (String line : prompt.split("\n", -1)) {
      if (line.startsWith("# ") || line.startsWith("## ")) {
        addShare(heading, section, counter, shares);
        heading = line.substring(line.indexOf(' ')).strip();
      }
      section.append(line).append('\n');
      String normalized = normalized(line);
      if (normalized.length() >= MIN_DUPLICATE
          && placeByLine.putIfAbsent(normalized, heading) != null) {
        findings.add(
            new TokenFinding(
                TokenFinding.Kind.DUPLICATE_LINE, heading, line.strip(), counter.count(line)));
      }
    }
    addShare(heading, section, counter, shares);
    return new PromptSections(shares, findings);
  }

  private static void addShare(
      String heading, StringBuilder section, TokenCounter counter, List<TokenShare> shares) {
    String text = section.toString().strip();
    if (!text.isEmpty()) {
      shares.add(new TokenShare(heading, counter.count(text)));
    }
    section.setLength(0);
  }

  /** Returns a line without its bullet, its case and the punctuation at its end. */
  private static String normalized(String line) {
    String text = line.strip().toLowerCase(Locale.ROOT);
    int start = text.startsWith("- ") || text.startsWith("* ") ? 2 : 0;
    int end = text.length();
    while (end > start && ".!;:".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(start, end);
  }
}
