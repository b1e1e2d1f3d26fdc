package org.atomicagents.corpus.adversarial;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.atomicagents.corpus.adversarial.AnswerShape.AnyShape;
import org.atomicagents.corpus.adversarial.AnswerShape.ChoiceShape;
import org.atomicagents.corpus.adversarial.AnswerShape.DayShape;
import org.atomicagents.corpus.adversarial.AnswerShape.DecimalShape;
import org.atomicagents.corpus.adversarial.AnswerShape.FieldsShape;
import org.atomicagents.corpus.adversarial.AnswerShape.FlagShape;
import org.atomicagents.corpus.adversarial.AnswerShape.IntegerShape;
import org.atomicagents.corpus.adversarial.AnswerShape.ListShape;
import org.atomicagents.corpus.adversarial.AnswerShape.MapShape;
import org.atomicagents.corpus.adversarial.AnswerShape.TextShape;
import org.atomicagents.corpus.adversarial.AnswerShape.UnionShape;
import org.atomicagents.testing.internal.generate.SeededRandom;

/** Draws random answers of a shape. */
final class AnswerDrafter {
  private static final int MAX_ITEMS = 4;
  private final SeededRandom random;

  AnswerDrafter(SeededRandom random) {
    this.random = random;
  }

  /** Returns a random answer in the usual notation. */
  DraftNode draft(AnswerShape shape) {
    return switch (shape) {
      case TextShape text -> new DraftNode.Leaf(shape, random.oneOf(WordList.of(text.domain())));
      case IntegerShape range ->
          new DraftNode.Leaf(
              shape, BigDecimal.valueOf(random.between(range.min(), upperBound(range.max()))));
      case DecimalShape range -> new DraftNode.Leaf(shape, decimal(range));
      case FlagShape flag -> new DraftNode.Leaf(shape, random.chance(0.5));
      case ChoiceShape choice -> new DraftNode.Leaf(shape, random.oneOf(choice.constants()));
      case DayShape day -> new DraftNode.Leaf(shape, day().toString());
      case ListShape list -> list(list);
      case MapShape map -> map(map);
      case FieldsShape fields -> new DraftNode.Entries(shape, components(fields));
      case UnionShape union -> member(union);
      case AnyShape any -> draft(random.oneOf(any.examples()));
    };
  }

  /** Small numbers are frequent in outputs, and are most easily confused with others. */
  private int upperBound(int max) {
    return random.chance(0.6) ? Math.min(max, 60) : max;
  }

  private BigDecimal decimal(DecimalShape range) {
    int cents = random.between(range.min() * 100, upperBound(range.max()) * 100);
    return BigDecimal.valueOf(cents, random.oneOf(List.of(1, 2)));
  }

  private LocalDate day() {
    return LocalDate.of(2020, 1, 1).plusDays(random.between(0, 3000));
  }

  private DraftNode list(ListShape list) {
    var items = new ArrayList<DraftNode>();
    int count = random.chance(0.05) ? 0 : random.between(1, MAX_ITEMS);
    for (int i = 0; i < count; i++) {
      items.add(draft(list.item()));
    }
    return new DraftNode.Items(items);
  }

  private DraftNode map(MapShape map) {
    var entries = new LinkedHashMap<String, DraftNode>();
    int count = random.between(1, MAX_ITEMS);
    for (int i = 0; i < count; i++) {
      entries.put(random.oneOf(WordList.of("keys")), draft(map.value()));
    }
    return new DraftNode.Entries(map, entries);
  }

  private SequencedMap<String, DraftNode> components(FieldsShape fields) {
    var entries = new LinkedHashMap<String, DraftNode>();
    fields
        .fields()
        .forEach((key, field) -> {
          if (!field.optional() || random.chance(0.6)) {
            entries.put(key, draft(field.content()));
          }
        });
    return entries;
  }

  private DraftNode member(UnionShape union) {
    FieldsShape member = random.oneOf(union.members());
    var entries = new LinkedHashMap<String, DraftNode>();
    entries.put("type", new DraftNode.Leaf(new ChoiceShape(names(union)), member.typeName()));
    entries.putAll(components(member));
    return new DraftNode.Entries(member, entries);
  }

  private static List<String> names(UnionShape union) {
    return union.members().stream().map(FieldsShape::typeName).toList();
  }
}
