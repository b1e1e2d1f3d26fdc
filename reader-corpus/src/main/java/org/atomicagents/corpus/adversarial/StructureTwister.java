package org.atomicagents.corpus.adversarial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.atomicagents.corpus.adversarial.AnswerShape.ChoiceShape;
import org.atomicagents.corpus.adversarial.AnswerShape.FieldsShape;
import org.atomicagents.corpus.adversarial.AnswerShape.TextShape;
import org.atomicagents.testing.internal.generate.SeededRandom;

/** Changes the structure of a record, map or list of an answer, as models misread a schema. */
final class StructureTwister {
  private static final Map<String, List<TextTemplate>> TAILS =
      TextTemplate.lines("tails.txt").stream().collect(Collectors.groupingBy(TextTemplate::group));

  private final SeededRandom random;

  StructureTwister(SeededRandom random) {
    this.random = random;
  }

  /** A changed structure. */
  record Twist(DraftNode draft, TruthEffect effect, String label) {}

  /** Returns the changed form of a part; the part itself may be changed, too. */
  Twist twist(DraftNode part) {
    return switch (part) {
      case DraftNode.Leaf leaf -> new Twist(leaf, TruthEffect.CLEAR, "nothing");
      case DraftNode.Items list -> list(list);
      case DraftNode.Entries object -> object(object);
    };
  }

  private Twist list(DraftNode.Items list) {
    if (list.items().isEmpty() || random.chance(0.6)) {
      return tail(list);
    }
    return switch (random.between(0, 5)) {
      case 0 -> new Twist(items(list), TruthEffect.OBSCURE, "list in a list");
      case 1 -> new Twist(joined(list), TruthEffect.OBSCURE, "list in one text");
      case 2 -> new Twist(numberedMap(list), TruthEffect.OBSCURE, "list as a map");
      case 3 ->
          list.items().size() == 1
              ? new Twist(list.items().getFirst(), TruthEffect.OBSCURE, "item without its list")
              : tail(list);
      case 4 -> {
        DraftNode wrapped = entries("item", list.items().getFirst());
        list.items().set(0, wrapped);
        yield new Twist(list, TruthEffect.OBSCURE, "item in an object");
      }
      default -> {
        list.items().add(0, new DraftNode.Leaf(new TextShape("things"), "Here are the items:"));
        boolean isText =
            list.items().getLast() instanceof DraftNode.Leaf leaf
                && leaf.shape() instanceof TextShape;
        yield new Twist(
            list, isText ? TruthEffect.UNKNOWN : TruthEffect.ABSENT, "introduction as an item");
      }
    };
  }

  private Twist tail(DraftNode.Items list) {
    TextTemplate template = random.oneOf(TAILS.get("list"));
    DraftNode sample =
        list.items().isEmpty()
            ? new DraftNode.Leaf(new TextShape("things"), "pear")
            : list.items().getFirst();
    String other =
        sample instanceof DraftNode.Leaf leaf && leaf.notation() == null
            ? JsonStyle.SPACED.write(new AnswerDrafter(random).draft(leaf.shape()))
            : "{\"x\": 1}";
    String text = TemplateText.fill(template.body(), Map.of("w", other));
    list.tail().add(list.items().isEmpty() ? text.replaceAll("^[ ,]+", "") : text);
    return new Twist(list, template.effect(), "list tail" + template.body());
  }

  private Twist object(DraftNode.Entries object) {
    if (object.entries().isEmpty() || random.chance(0.4)) {
      return extra(object);
    }
    String key = random.oneOf(List.copyOf(object.entries().keySet()));
    boolean isMap = !(object.shape() instanceof FieldsShape);
    if (isMap || key.equals("type")) {
      return new Twist(
          entries("data", object), isMap ? TruthEffect.UNKNOWN : TruthEffect.OBSCURE, "in data");
    }
    boolean isOptional =
        Objects.requireNonNull(((FieldsShape) object.shape()).fields().get(key)).optional();
    return switch (random.between(0, 8)) {
      case 0 -> renamed(object, key, key.toUpperCase(Locale.ROOT), TruthEffect.OBSCURE);
      case 1 -> renamed(object, key, key + "_", TruthEffect.OBSCURE);
      case 2 -> renamed(object, key, swapped(key), TruthEffect.OBSCURE);
      case 3 -> renamed(object, key, "the " + key, TruthEffect.OBSCURE);
      case 4 -> renamed(object, key, key + "s", TruthEffect.OBSCURE);
      case 5 -> isOptional ? extra(object) : removed(object, key);
      case 6 -> moved(object, key);
      case 7 ->
          new Twist(
              entries(((FieldsShape) object.shape()).typeName(), object),
              TruthEffect.OBSCURE,
              "under its type");
      default -> renamed(object, key, key + " (required)", TruthEffect.OBSCURE);
    };
  }

  private Twist extra(DraftNode.Entries object) {
    TextTemplate template = random.oneOf(TAILS.get("object"));
    String key = "value";
    String value = "1";
    for (Map.Entry<String, DraftNode> entry : object.entries().entrySet()) {
      if (entry.getValue() instanceof DraftNode.Leaf leaf
          && !(leaf.shape() instanceof ChoiceShape)) {
        key = entry.getKey();
        value = other(leaf);
      }
    }
    boolean isUnknownKey = template.body().contains("{k}") && key.equals("value");
    String text = TemplateText.fill(template.body(), Map.of("k", key, "w", value));
    boolean isMapEntry =
        !(object.shape() instanceof FieldsShape) && template.body().contains("\": ");
    object.extras().add(object.entries().isEmpty() ? text.replaceAll("^[ ,]+", "") : text);
    return new Twist(
        object,
        isUnknownKey || isMapEntry ? TruthEffect.UNKNOWN : template.effect(),
        "object tail" + template.body());
  }

  private String other(DraftNode.Leaf leaf) {
    for (int i = 0; i < 200; i++) {
      var other = (DraftNode.Leaf) new AnswerDrafter(random).draft(leaf.shape());
      if (!other.plain().equals(leaf.plain())) {
        return JsonStyle.SPACED.write(other);
      }
    }
    return "0";
  }

  private static Twist renamed(
      DraftNode.Entries object, String key, String name, TruthEffect effect) {
    var entries = new LinkedHashMap<String, DraftNode>();
    object.entries().forEach((k, entry) -> entries.put(k.equals(key) ? name : k, entry));
    return new Twist(
        new DraftNode.Entries(object.shape(), entries, object.extras()), effect, "key " + name);
  }

  private static Twist removed(DraftNode.Entries object, String key) {
    object.entries().remove(key);
    return new Twist(object, TruthEffect.ABSENT, "without " + key);
  }

  /** Moves a component into a nested record, or under an unknown key. */
  private Twist moved(DraftNode.Entries object, String key) {
    DraftNode part = Objects.requireNonNull(object.entries().remove(key));
    for (DraftNode entry : object.entries().values()) {
      if (entry instanceof DraftNode.Entries nested && random.chance(0.7)) {
        nested.entries().put(key, part);
        return new Twist(object, TruthEffect.OBSCURE, "inner " + key);
      }
    }
    if (part instanceof DraftNode.Entries nested) {
      boolean isComplete =
          nested.entries().keySet().stream().noneMatch(object.entries()::containsKey);
      nested.entries().forEach(object.entries()::putIfAbsent);
      return new Twist(
          object, isComplete ? TruthEffect.OBSCURE : TruthEffect.UNKNOWN, "outer " + key);
    }
    object.entries().put("details", entries(key, part));
    return new Twist(object, TruthEffect.OBSCURE, "details " + key);
  }

  private static String swapped(String key) {
    return key.length() < 3
        ? key + key
        : key.substring(0, 1) + key.charAt(2) + key.charAt(1) + key.substring(3);
  }

  private static DraftNode.Items items(DraftNode... parts) {
    return new DraftNode.Items(new ArrayList<>(List.of(parts)));
  }

  private static DraftNode.Entries entries(String key, DraftNode part) {
    var entries = new LinkedHashMap<String, DraftNode>();
    entries.put(key, part);
    return new DraftNode.Entries(new TextShape("things"), entries);
  }

  private static DraftNode joined(DraftNode.Items list) {
    var text = new DraftNode.Leaf(new TextShape("things"), "");
    text.write(
        "\""
            + NotationVariables.escaped(
                list.leaves().map(DraftNode.Leaf::plain).collect(Collectors.joining(", ")))
            + "\"");
    return text;
  }

  private static DraftNode numberedMap(DraftNode.Items list) {
    var entries = new LinkedHashMap<String, DraftNode>();
    list.items().forEach(item -> entries.put("item" + (entries.size() + 1), item));
    return new DraftNode.Entries(new TextShape("things"), entries);
  }
}
