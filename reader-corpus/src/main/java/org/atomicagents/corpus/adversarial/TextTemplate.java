package org.atomicagents.corpus.adversarial;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template of a resource file. Names in braces are replaced, such as <code>{answer}</code>.
 *
 * @param group the name of the template's group, such as a kind of scalar
 */
public record TextTemplate(TruthEffect effect, String group, String body) {
  private static final Pattern SECTION =
      Pattern.compile("^=== (\\w+) ?([\\w-]*): [^\\n]*\\n", Pattern.MULTILINE);
  private static final Pattern LINE = Pattern.compile("(\\w+) +(\\w+) +\\| (.*)");

  /** Returns the templates of a file with several lines each, below lines that begin with ===. */
  static List<TextTemplate> sections(String file) {
    String text = resource(file);
    var templates = new ArrayList<TextTemplate>();
    List<MatchResult> heads = SECTION.matcher(text).results().toList();
    for (int i = 0; i < heads.size(); i++) {
      int end = i + 1 < heads.size() ? heads.get(i + 1).start() : text.length();
      var head = heads.get(i);
      templates.add(
          new TextTemplate(
              effect(head.group(1)), head.group(2), text.substring(head.end(), end).strip()));
    }
    return List.copyOf(templates);
  }

  /** Returns the templates of a file with one per line: effect, group, a bar, the template. */
  static List<TextTemplate> lines(String file) {
    return resource(file)
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .map(line -> new TextTemplate(effect(line.group(1)), line.group(2), line.group(3)))
        .toList();
  }

  /** Returns the text of a resource beside this class. */
  static String resource(String name) {
    try (InputStream in = TextTemplate.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("No resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TruthEffect effect(String name) {
    return TruthEffect.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
