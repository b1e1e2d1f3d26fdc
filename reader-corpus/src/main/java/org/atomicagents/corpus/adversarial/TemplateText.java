package org.atomicagents.corpus.adversarial;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replacement of the variables of a template. */
final class TemplateText {
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w++)\\}");

  private TemplateText() {}

  /** Returns a template with its variables replaced; unknown names in braces stay. */
  static String fill(String template, Map<String, String> variables) {
    return VARIABLE
        .matcher(template)
        .replaceAll(
            name -> Matcher.quoteReplacement(variables.getOrDefault(name.group(1), name.group())));
  }
}
