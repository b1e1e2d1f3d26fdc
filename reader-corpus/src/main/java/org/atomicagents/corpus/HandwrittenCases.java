package org.atomicagents.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.atomicagents.corpus.mutation.ExpectedOutcome;
import org.atomicagents.corpus.mutation.MutatedDocument;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Strictness;

/** Handwritten texts. The head of each resource file describes its format. */
public final class HandwrittenCases {
  private static final Pattern ENTRY =
      Pattern.compile(
          "^=== ([\\w<>, ]+): ([^\\n]*)\\n(.*?)(?=^=== |\\z)", Pattern.MULTILINE | Pattern.DOTALL);

  private HandwrittenCases() {}

  /**
   * A handwritten case.
   *
   * @param title the peculiarity of the text
   */
  public record Entry(String title, CorpusCase text) {}

  /** Returns the texts with exactly one possible reading, and that reading. */
  public static List<Entry> repairable() {
    var entries = new ArrayList<Entry>();
    ENTRY
        .matcher(resource("mended.txt"))
        .results()
        .forEach(match -> {
          String body = match.group(3);
          int separator = body.lastIndexOf("\n---\n");
          CorpusType<?> sample = CorpusType.named(match.group(1));
          Object value = exact(sample, match.group(2), body.substring(separator + 5));
          var document =
              new MutatedDocument(
                  Set.of(), body.substring(0, separator), ExpectedOutcome.CERTAIN, List.of());
          entries.add(new Entry(match.group(2), new CorpusCase(sample, value, document, 0)));
        });
    return entries;
  }

  /** Returns the texts that must be refused. */
  public static List<Entry> refused() {
    var entries = new ArrayList<Entry>();
    ENTRY
        .matcher(resource("refused.txt"))
        .results()
        .forEach(match -> {
          var document =
              new MutatedDocument(
                  Set.of(), match.group(3).strip(), ExpectedOutcome.LOST, List.of());
          CorpusType<?> sample = CorpusType.named(match.group(1));
          entries.add(new Entry(match.group(2), new CorpusCase(sample, "a refusal", document, 0)));
        });
    return entries;
  }

  private static Object exact(CorpusType<?> sample, String title, String json) {
    ReadResult<?> read = sample.read(json, Strictness.STRICT);
    if (read.value() == null) {
      throw new IllegalStateException(title + ": " + read.violations());
    }
    return read.value();
  }

  private static String resource(String name) {
    try (InputStream in = HandwrittenCases.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("No resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
