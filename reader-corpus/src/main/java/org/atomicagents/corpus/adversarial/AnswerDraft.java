package org.atomicagents.corpus.adversarial;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomicagents.corpus.adversarial.AnswerShape.AnyShape;
import org.atomicagents.corpus.adversarial.AnswerShape.FieldsShape;
import org.atomicagents.testing.internal.generate.SeededRandom;
import tools.jackson.databind.JsonNode;

/** An answer with a random notation: at most one changed scalar or part, then a rendering. */
final class AnswerDraft {
  private static final Set<String> UNQUOTED =
      Set.of(
          "no quotes",
          "items in brackets",
          "commas",
          "numbered list",
          "stars",
          "dots",
          "line per item");

  private final TargetType type;
  private final SeededRandom random;
  private final DraftNode draft;
  private final JsonNode value;
  private final List<JsonNode> answers = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final boolean isWrapped;
  private final String text;
  private final boolean isJson;
  private TruthEffect effect = TruthEffect.CLEAR;

  AnswerDraft(TargetType type, SeededRandom random) {
    this.type = type;
    this.random = random;
    this.draft = new AnswerDrafter(random).draft(type.shape());
    this.value = draft.value();
    answers.add(value);
    DraftNode written = draft;
    if (random.chance(0.4)) {
      twistLeaf();
    } else if (random.chance(0.4)) {
      written = twistStructure();
    }
    Rendering rendering = rendering();
    effect = effect.and(rendering.effect());
    boolean isLossy =
        (MarkupRenderings.ALL.contains(rendering) && (hasEmptyPart() || hasBrackets()))
            || (JsonRenderings.ALTERED_KEYS.contains(rendering) && hasFreeKeys())
            || (rendering.effect() != TruthEffect.CLEAR && type.shape() instanceof AnyShape)
            || (UNQUOTED.contains(rendering.label()) && losesItems())
            || (MarkupRenderings.ALL.contains(rendering) && labels.contains("item in an object"))
            || (labels.contains("number {us}") && isSingleGroup(rendering));
    effect = isLossy ? TruthEffect.UNKNOWN : effect;
    labels.add(rendering.label());
    this.isWrapped =
        !type.wrapperKey().isEmpty()
            && JsonRenderings.CLEAR.contains(rendering)
            && random.chance(0.5);
    this.text = wrapped(type, rendering.write(written), isWrapped);
    this.isJson =
        rendering.effect() == TruthEffect.CLEAR
            || JsonRenderings.ALTERED_KEYS.contains(rendering)
            || (!MarkupRenderings.ALL.contains(rendering) && !hasFreeItems());
  }

  /** Without quotes, a comma within an item separates two, and an empty item is none. */
  private boolean losesItems() {
    return draft
        .leaves()
        .anyMatch(leaf -> {
          String text = leaf.notation() == null ? leaf.plain() : leaf.notation();
          String content = MarkupRenderings.unquoted(text);
          boolean isNumber = leaf.content() instanceof BigDecimal;
          return content.isBlank() || (content.contains(isNumber ? ", " : ",") && isItem(leaf));
        });
  }

  /** A comma between two groups of digits is that of a list, unless another comma differs. */
  private boolean isSingleGroup(Rendering rendering) {
    return rendering.label().equals("JSON")
        || draft
            .parts()
            .anyMatch(part ->
                part instanceof DraftNode.Items list
                    && list.items().size() == 1
                    && list.items().getFirst() instanceof DraftNode.Leaf leaf
                    && leaf.notation() != null);
  }

  /** An empty list or map leaves no trace in a text without brackets. */
  private boolean hasEmptyPart() {
    return draft
        .parts()
        .anyMatch(part -> !(part instanceof DraftNode.Leaf) && part.leaves().findAny().isEmpty());
  }

  /** Brackets within a text without brackets may be the only JSON. */
  private boolean hasBrackets() {
    return draft
            .leaves()
            .map(DraftNode.Leaf::notation)
            .anyMatch(notation ->
                notation != null && (notation.startsWith("{") || notation.startsWith("[")))
        || draft.parts().filter(part -> part instanceof DraftNode.Entries).count() > 1
        || draft.parts().anyMatch(part -> part instanceof DraftNode.Items && !part.equals(draft));
  }

  private boolean hasFreeKeys() {
    return draft
        .parts()
        .anyMatch(part ->
            part instanceof DraftNode.Entries object && !(object.shape() instanceof FieldsShape));
  }

  /** Returns a text under the key of the root. */
  static String wrapped(TargetType type, String text, boolean isWrapped) {
    return isWrapped ? "{\"" + type.wrapperKey() + "\": " + text + "}" : text;
  }

  private Rendering rendering() {
    double kind = random.random().nextDouble();
    List<Rendering> group =
        kind < 0.6
            ? JsonRenderings.CLEAR
            : kind < 0.65
                ? JsonRenderings.ALTERED_KEYS
                : kind < 0.8 ? JsonRenderings.OBSCURE : MarkupRenderings.ALL;
    return random.oneOf(group);
  }

  private void twistLeaf() {
    List<DraftNode.Leaf> leaves = draft.leaves().toList();
    if (leaves.isEmpty()) {
      return;
    }
    DraftNode.Leaf leaf = random.oneOf(leaves);
    LeafTwister.Twist twist = new LeafTwister(random).twist(leaf);
    boolean isVerbatim = type.shape() instanceof AnyShape;
    boolean mayBeTwo = twist.isSingle() && isItem(leaf);
    effect = effect.and(isVerbatim || mayBeTwo ? TruthEffect.UNKNOWN : twist.effect());
    labels.add(twist.label());
    if (twist.isPlaceholder() && effect == TruthEffect.ABSENT) {
      acceptAbsence(leaf);
    }
  }

  private boolean isItem(DraftNode.Leaf leaf) {
    return draft
        .parts()
        .anyMatch(part -> part instanceof DraftNode.Items list && list.items().contains(leaf));
  }

  /** A placeholder in an optional component may be read as an absent component. */
  private void acceptAbsence(DraftNode.Leaf leaf) {
    draft
        .parts()
        .filter(part -> part instanceof DraftNode.Entries)
        .map(part -> (DraftNode.Entries) part)
        .filter(object -> object.shape() instanceof FieldsShape)
        .toList()
        .forEach(object -> {
          FieldsShape shape = (FieldsShape) object.shape();
          for (Map.Entry<String, DraftNode> entry : List.copyOf(object.entries().entrySet())) {
            boolean isAbsence =
                entry.getValue() == leaf
                    && shape.fields().containsKey(entry.getKey())
                    && shape.fields().get(entry.getKey()).optional();
            if (isAbsence) {
              object.entries().remove(entry.getKey());
              answers.clear();
              answers.add(draft.value());
              object.entries().put(entry.getKey(), leaf);
              effect = TruthEffect.OBSCURE;
            }
          }
        });
  }

  // Equal parts at other places stay unchanged.
  @SuppressWarnings("ReferenceEquality")
  private DraftNode twistStructure() {
    List<DraftNode> parts =
        draft.parts().filter(part -> !(part instanceof DraftNode.Leaf)).toList();
    if (parts.isEmpty()) {
      return draft;
    }
    DraftNode part = random.oneOf(parts);
    StructureTwister.Twist twist = new StructureTwister(random).twist(part);
    boolean isVerbatim =
        type.shape() instanceof AnyShape
            && (!twist.label().startsWith("list tail") || twist.label().endsWith(", null"));
    effect = effect.and(isVerbatim ? TruthEffect.UNKNOWN : twist.effect());
    labels.add(twist.label());
    if (part == draft) {
      return twist.draft();
    }
    parts.forEach(parent -> {
      if (parent instanceof DraftNode.Items list) {
        list.items().replaceAll(item -> item == part ? twist.draft() : item);
      } else if (parent instanceof DraftNode.Entries object) {
        object.entries().replaceAll((key, entry) -> entry == part ? twist.draft() : entry);
      }
    });
    return draft;
  }

  boolean hasLeaf(DraftNode.Leaf other) {
    return draft.leaves().anyMatch(leaf -> leaf.plain().equals(other.plain()));
  }

  TargetType type() {
    return type;
  }

  JsonNode value() {
    return value;
  }

  List<JsonNode> answers() {
    return answers;
  }

  TruthEffect effect() {
    return effect;
  }

  boolean isWrapped() {
    return isWrapped;
  }

  String text() {
    return text;
  }

  /** Returns whether the answer is an object or a list with content, recognisable as JSON. */
  boolean isJson() {
    boolean isAlwaysBracketed = isWrapped || !type.shape().isScalar();
    return isJson && isAlwaysBracketed && isBracketed() && draft.leaves().findAny().isPresent();
  }

  /** Returns whether the answer may have no key of the type, by which it is recognised. */
  private boolean hasFreeItems() {
    return type.shape() instanceof AnswerShape.MapShape
        || type.shape() instanceof AnswerShape.AnyShape
        || (type.shape() instanceof AnswerShape.ListShape list && list.item().isScalar());
  }

  boolean isBracketed() {
    return text.startsWith("{") || text.startsWith("[");
  }

  List<String> labels(String frame) {
    var all = new ArrayList<>(labels);
    all.add(frame);
    return all;
  }
}
