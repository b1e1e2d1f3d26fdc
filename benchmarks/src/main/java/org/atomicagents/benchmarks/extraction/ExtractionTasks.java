package org.atomicagents.benchmarks.extraction;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tasks in {@code weak-models/tasks.jsonl} and their types.
 *
 * <p>The file {@code held-out.jsonl} contains further tasks of the same types, which were not used
 * when prompts were chosen. The system property {@code atomic.task.file} selects it.
 */
public final class ExtractionTasks {
  private static final String FOLDER = "/weak-models/";

  private static final Map<String, ExtractionType> TYPES =
      Stream.of(
              new ExtractionType(PersonProfile.class, "Extract the person from the text."),
              new ExtractionType(
                  SupportRequest.class, "Extract the product and classify the customer's text."),
              new ExtractionType(ContactCard.class, "Extract the person and the address."),
              new ExtractionType(ShoppingList.class, "Extract the things to buy from the text."),
              new ExtractionType(
                  GuestEntry.class,
                  "Extract the guest from the text. Use null for what the text does not contain."),
              new ExtractionType(ProductReview.class, "Extract the review from the text."),
              new ExtractionType(PartOrder.class, "Extract the ordered part from the text."),
              new ExtractionType(
                  CartRequest.class, "Extract the change of the shopping cart from the text."),
              new ExtractionType(PriceList.class, "Extract the price of each product."),
              new ExtractionType(MeetingNotice.class, "Extract the meeting from the text."))
          .collect(Collectors.toMap(type -> type.type().getSimpleName(), Function.identity()));

  private ExtractionTasks() {}

  /** Returns all tasks in the order of the file: the tasks of a type are adjacent. */
  public static List<ExtractionTask> all() throws IOException {
    return read(System.getProperty("atomic.task.file", "tasks.jsonl"));
  }

  /** Returns the tasks of a file. */
  static List<ExtractionTask> read(String file) throws IOException {
    try (InputStream in = ExtractionTasks.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IOException("expected " + FOLDER + file + " on the class path, found none");
      }
      var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines();
      return lines.map(line -> JsonMapper.shared().readValue(line, ExtractionTask.class)).toList();
    }
  }

  /** Returns the first tasks of each type, ordered so that the types take turns. */
  public static List<ExtractionTask> firstOfEachType(int count) throws IOException {
    SequencedMap<Integer, List<ExtractionTask>> rounds = new TreeMap<>();
    all().stream()
        .collect(Collectors.groupingBy(ExtractionTask::type))
        .values()
        .forEach(tasks -> {
          for (int i = 0; i < Math.min(count, tasks.size()); i++) {
            rounds.computeIfAbsent(i, round -> new ArrayList<>()).add(tasks.get(i));
          }
        });
    return rounds.values().stream().flatMap(List::stream).toList();
  }

  /** Returns the type of a task. */
  public static ExtractionType typeOf(ExtractionTask task) {
    ExtractionType type = TYPES.get(task.type());
    if (type == null) {
      throw new IllegalArgumentException(
          task.id() + ": expected a type of " + TYPES.keySet() + ", found " + task.type());
    }
    return type;
  }
}
