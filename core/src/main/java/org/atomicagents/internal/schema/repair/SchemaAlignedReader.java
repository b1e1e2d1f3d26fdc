package org.atomicagents.internal.schema.repair;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.ReadingBudget;
import org.atomicagents.internal.json.lenient.ExtractionResult;
import org.atomicagents.internal.json.lenient.JsonCandidate;
import org.atomicagents.internal.json.lenient.JsonExtractor;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.RootWrapper;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.ViolationOrder;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.ReadResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * Repairs a response to valid JSON of a type, if there is exactly one possible reading.
 *
 * <p>The reader does not create values: the repaired JSON is decoded by the strict decoder, so that
 * every value comes from valid JSON. It works in two steps. {@link JsonExtractor} finds the JSON
 * candidates of the text without regard to the type; a {@link ValueRepairer} repairs each of them
 * to the type. The best candidate is selected by these criteria, in this order:
 *
 * <ol>
 *   <li>there is evidence that it is meant as a value: {@link CandidateEvidence};
 *   <li>it has a key of the type, or is an output without its wrapper object, rather than being
 *       empty or unrelated;
 *   <li>it has the fewest violations;
 *   <li>it has the lowest cost: 1 for each dropped key, each unwrapped value and each single value
 *       repaired to a list. Syntax repairs are free, because quotes and commas do not indicate the
 *       meaning. The position decides only between equal values.
 * </ol>
 *
 * <p>The cost never decides between two different outputs. Two valid but different candidates are a
 * violation if both have a key of the type, if one is empty, or if their costs are equal. So is a
 * second candidate that has keys of the type and is truncated, ambiguous or invalid: the valid one
 * may be an example beside the actual output.
 */
public final class SchemaAlignedReader<T> {
  // Each candidate is repaired completely, and a text of brackets has one per character.
  private static final int MAX_CANDIDATES = 100;

  private final TypeNode root;
  private final String text;
  private final SurroundingText surrounding;
  private final FinishReason reason;
  private final ReadingBudget budget;
  private final Function<String, ReadResult<T>> decoder;

  /**
   * Creates a reader of one response.
   *
   * @param reason why the response ended; an unclosed value is complete only after {@code STOP}
   * @param budget counts the steps of the reading, which its checkpoint can end
   * @param decoder the strict decoder, applied to valid JSON
   */
  public SchemaAlignedReader(
      TypeNode root,
      String text,
      FinishReason reason,
      ReadingBudget budget,
      Function<String, ReadResult<T>> decoder) {
    this.root = root;
    this.text = text;
    this.surrounding = new SurroundingText(text);
    this.reason = reason;
    this.budget = budget;
    this.decoder = decoder;
  }

  /** Returns the value or the violations; null if the text contains no JSON candidate. */
  @Nullable
  public ReadResult<T> read() {
    if (isQuotedTextWithBrackets()) {
      return null;
    }
    ExtractionResult extraction = JsonExtractor.extract(text, budget);
    if (extraction.rejectionReason() != null) {
      var violation = new Violation("$", "a JSON object", extraction.rejectionReason());
      return new ReadResult<>(null, List.of(violation), List.of(), text);
    }
    String embedded = embeddedJson(extraction.candidates());
    if (embedded != null) {
      return readEmbedded(embedded, extraction);
    }
    List<JsonCandidate> relevant = relevantCandidates(extraction);
    if (relevant.size() > MAX_CANDIDATES) {
      var violation = new Violation("$", "a single JSON value", "more than " + MAX_CANDIDATES);
      return new ReadResult<>(null, List.of(violation), List.of(), text);
    }
    var repaired = new ArrayList<RepairCandidate<T>>();
    for (JsonCandidate candidate : relevant) {
      RepairCandidate<T> repairedCandidate = repairCandidate(candidate);
      if (repairedCandidate != null) {
        repaired.add(repairedCandidate);
      }
    }
    if (repaired.isEmpty()) {
      return null;
    }
    RepairCandidate<T> best = repaired.stream().min(RepairCandidate.bestFirst()).orElseThrow();
    ReadResult<T> result = result(best, repaired, extraction);
    ReadResult<T> decoded = result.isValid() ? null : readEncodedArguments(extraction);
    return decoded == null ? result : decoded;
  }

  /** Returns the value of calls whose arguments are JSON in strings; null if there is none. */
  private @Nullable ReadResult<T> readEncodedArguments(ExtractionResult extraction) {
    EncodedArguments encoded = EncodedArguments.decodeIn(extraction.candidates(), text);
    if (encoded == null) {
      return null;
    }
    ReadResult<T> read =
        new SchemaAlignedReader<>(root, encoded.text(), reason, budget, decoder).read();
    return read == null || !read.isValid()
        ? null
        : new ReadResult<>(
            read.value(), List.of(), limit(encoded.repairs(), read.repairs()), read.json());
  }

  private @Nullable ReadResult<T> readEmbedded(String json, ExtractionResult extraction) {
    ReadResult<T> read = new SchemaAlignedReader<>(root, json, reason, budget, decoder).read();
    if (read == null) {
      return null;
    }
    List<Repair> repairs =
        surrounding.repairsOfEmbedded(
            json, extraction.candidates().getFirst(), extraction.hasThinking());
    return new ReadResult<>(
        read.value(), read.violations(), limit(repairs, read.repairs()), read.json());
  }

  private static List<Repair> limit(List<Repair> first, List<Repair> others) {
    return Stream.concat(first.stream(), others.stream()).limit(RepairContext.MAX_REPAIRS).toList();
  }

  private List<JsonCandidate> relevantCandidates(ExtractionResult extraction) {
    List<JsonCandidate> relevant =
        extraction.candidates().stream().filter(candidate -> !isIrrelevant(candidate)).toList();
    JsonCandidate lines = JsonLines.combine(relevant, root, text);
    return lines == null ? relevant : List.of(lines);
  }

  /** Returns whether the entire text is one JSON string that merely contains brackets. */
  private boolean isQuotedTextWithBrackets() {
    if (!text.stripLeading().startsWith("\"")) {
      return false;
    }
    try (JsonParser parser = JsonIo.parser(text)) {
      parser.nextToken();
      String content = parser.getString().strip();
      return parser.nextToken() == null
          && !isBracketed(content)
          && (content.indexOf('[') >= 0 || content.indexOf('{') >= 0);
    } catch (JacksonException e) {
      return false;
    }
  }

  /** Returns the JSON that is embedded in a string; null if there is none. */
  private static @Nullable String embeddedJson(List<JsonCandidate> candidates) {
    return candidates.size() == 1
            && candidates.getFirst().value() instanceof LenientValue.StringValue content
            && content.ambiguity() == null
            && isBracketed(content.value().strip())
        ? content.value()
        : null;
  }

  // Text that only begins with a bracket is not JSON.
  private static boolean isBracketed(String text) {
    return (text.startsWith("{") && text.endsWith("}"))
        || (text.startsWith("[") && text.endsWith("]"));
  }

  // The strict parser describes text without JSON better; [1] in prose can be a footnote.
  private boolean isIrrelevant(JsonCandidate candidate) {
    return !(root instanceof RecordNode record && RootWrapper.isWrapper(record))
        && (ScalarRepairer.isScalar(candidate.value())
            || (candidate.context() == JsonCandidate.CandidateContext.PROSE
                && candidate.value() instanceof LenientValue.ArrayValue array
                && array.elements().stream().allMatch(ScalarRepairer::isScalar)));
  }

  private @Nullable RepairCandidate<T> repairCandidate(JsonCandidate candidate) {
    CandidateEvidence evidence = CandidateEvidence.of(candidate, root, text);
    if (evidence == CandidateEvidence.NONE) {
      return null;
    }
    var repairer = new ValueRepairer(text, reason, budget);
    String json;
    try {
      repairer.repairRoot(root, candidate.value());
      json = repairer.context.json();
    } catch (JacksonException e) {
      return null;
    }
    ReadResult<T> decoded = decoder.apply(json);
    repairer.context.repairs.addAll(decoded.repairs());
    List<Violation> violations =
        new ViolationOrder(root)
            .sort(mergeViolations(repairer.context.violations, decoded.violations()));
    if (violations.isEmpty() && isCut(candidate.value())) {
      String found = RepairContext.describe(candidate.value()) + " at the limit of the response";
      violations = List.of(new Violation("$", "a complete value", found));
    }
    return new RepairCandidate<>(candidate, evidence, json, decoded.value(), repairer, violations);
  }

  // A number or word without quotes may go on behind the limit.
  private boolean isCut(LenientValue value) {
    return reason == FinishReason.LENGTH
        && value instanceof LenientValue.RawToken token
        && value.end() >= text.stripTrailing().length()
        && !token.value().equals("true")
        && !token.value().equals("false");
  }

  /** Returns the decoder's violations, replaced by those of the repair at the same path. */
  private static List<Violation> mergeViolations(
      List<Violation> repairViolations, List<Violation> decoded) {
    var merged = new LinkedHashSet<Violation>();
    for (Violation violation : decoded) {
      List<Violation> covering =
          repairViolations.stream().filter(own -> covers(own.path(), violation.path())).toList();
      merged.addAll(covering.isEmpty() ? List.of(violation) : covering);
    }
    merged.addAll(repairViolations);
    return List.copyOf(merged);
  }

  // Covered paths equal the known path or are below it.
  private static boolean covers(String known, String path) {
    return path.startsWith(known)
        && (path.length() == known.length() || ".[".indexOf(path.charAt(known.length())) >= 0);
  }

  private ReadResult<T> result(
      RepairCandidate<T> best, List<RepairCandidate<T>> candidates, ExtractionResult extraction) {
    List<Violation> violations = best.violations;
    if (violations.isEmpty()) {
      violations =
          best.evidence == CandidateEvidence.MEANT
              ? ambiguityViolations(best, candidates)
              : List.of(unseparated(best));
    }
    if (violations.isEmpty() && hasUnparsedAttempt(extraction.unparsed())) {
      violations =
          List.of(
              new Violation(
                  "$", "a single JSON value", "another one that can't be parsed as JSON"));
    }
    List<Repair> repairs =
        limit(
            surrounding.repairsOf(best.source, extraction.hasThinking()),
            best.repairer.context.repairs);
    return violations.isEmpty()
        ? new ReadResult<>(best.value, List.of(), repairs, best.json)
        : new ReadResult<>(null, violations, repairs, best.json);
  }

  private boolean hasUnparsedAttempt(List<Integer> brackets) {
    return brackets.stream()
        .anyMatch(start -> CompetingCandidates.isUnparsedAttempt(root, text, start));
  }

  private List<Violation> ambiguityViolations(
      RepairCandidate<T> best, List<RepairCandidate<T>> candidates) {
    for (RepairCandidate<T> other : candidates) {
      if (other.violations.isEmpty()
          && !other.json.equals(best.json)
          && best.isAmbiguousWith(other)) {
        return List.of(
            new Violation(
                "$",
                "a single JSON value",
                "two that match equally well: "
                    + ValueDescription.truncate(best.json)
                    + " and "
                    + ValueDescription.truncate(other.json)));
      }
      if (!other.violations.isEmpty()
          && other.repairer.hasUnreadablePart()
          && (other.repairer.hasKnownKey()
              || !best.repairer.hasKnownKey()
              || isKeyIn(other.source.value()))) {
        return List.of(
            new Violation(
                "$", "a single JSON value", "another one that is truncated or ambiguous"));
      }
      if (!other.violations.isEmpty()
          && CompetingCandidates.isAttempt(root, other.source, best.source.value())) {
        return List.of(
            new Violation(
                "$",
                "a single JSON value",
                "two, of which one is invalid (" + other.violations.getFirst() + ")"));
      }
    }
    return List.of();
  }

  private boolean isKeyIn(LenientValue value) {
    return CompetingCandidates.isKeyIn(root, text, value.start(), value.end());
  }

  private static Violation unseparated(RepairCandidate<?> candidate) {
    return new Violation(
        "$",
        "JSON that is separated from other text by line breaks",
        ValueDescription.truncate(candidate.json) + " within other text");
  }
}
