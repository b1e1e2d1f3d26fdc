package org.atomicagents.benchmarks.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.atomicagents.schema.Description;

/** A mixed document: sections with texts of up to 2 KB, numbers, enums and lists. */
public final class ReportDocument {
  /** The least number of events of a streamed report of 24 KB, in deltas of four characters. */
  public static final int EVENTS = 6_000;

  private static final int MAX_DOUBLINGS = 8;
  private static final String[] WORDS =
      "the of a report shows that more than half in each region was late \"and\" since\n May né"
          .split(" ");

  private ReportDocument() {}

  /** The status of a section. */
  public enum Status {
    DRAFT,
    FINAL
  }

  /** A figure of a section. */
  @Description("A figure")
  public record Figure(String name, double value, String unit) {}

  /** A section of the report. */
  @Description("A section")
  public record Section(
      int number,
      String heading,
      Status status,
      String body,
      List<Figure> figures,
      List<String> tags) {}

  /** A complete report. */
  @Description("A report")
  public record Report(String title, boolean isPublic, List<Section> sections) {}

  /** Returns a report whose JSON has approximately {@code size} characters. */
  public static Report of(int size) {
    var random = new Random(7);
    var sections = new ArrayList<Section>();
    int length = 0;
    while (length < size) {
      int number = sections.size();
      String body = text(random, 16 << random.nextInt(MAX_DOUBLINGS));
      // One section in eight has characters beyond Latin-1.
      body = number % 8 == 7 ? body.replace("report", "報告") : body;
      sections.add(
          new Section(
              number,
              text(random, 30),
              Status.values()[random.nextInt(2)],
              body,
              List.of(
                  new Figure("late", random.nextInt(1000) / 8.0, "percent"),
                  new Figure("sold", random.nextInt(100_000), "pieces")),
              List.of(text(random, 8), text(random, 8))));
      length += body.length() + 270;
    }
    return new Report(text(random, 40), true, sections);
  }

  static String text(Random random, int size) {
    var text = new StringBuilder();
    while (text.length() < size) {
      text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
    }
    return text.toString();
  }
}
