package org.atomicagents.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.atomicagents.corpus.mutation.MutableJson;
import org.atomicagents.testing.internal.generate.SeededRandom;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A random JSON Schema with random values.
 *
 * @param values returns another value at each call
 */
record RandomSchema(ObjectNode schema, Supplier<MutableJson> values) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> NAMES =
      List.of(
          "id",
          "total_amount",
          "firstName",
          "Status",
          "is-open",
          "tags",
          "owner",
          "note",
          "HTTPCode",
          "unit price",
          "größe",
          "items",
          "due",
          "x",
          "ratio");
  private static final List<List<String>> ENUMS =
      List.of(
          List.of("LOW", "MIDDLE", "VERY_HIGH"),
          List.of("north-east", "south-west", "here"),
          List.of("Not started", "In review", "Done"),
          List.of("a", "b"));

  /** Returns a schema of an object with some properties. */
  static RandomSchema drawn(SeededRandom random) {
    return object("Answer", 3, random);
  }

  private static RandomSchema any(String name, int depth, SeededRandom random) {
    return switch (random.between(0, depth == 0 ? 5 : 9)) {
      case 0, 1 -> scalar("string", () -> text(random));
      case 2 -> scalar("integer", () -> number(long.class, random));
      case 3 -> scalar("number", () -> number(double.class, random));
      case 4 ->
          scalar("boolean", () -> new MutableJson.Literal(String.valueOf(random.chance(0.5))));
      case 5 -> constants(random);
      case 6, 7 -> list(name, depth, random);
      case 8 -> object(name, depth - 1, random);
      default -> map(name, depth, random);
    };
  }

  private static RandomSchema scalar(String type, Supplier<MutableJson> values) {
    return new RandomSchema(type(type), values);
  }

  private static MutableJson text(SeededRandom random) {
    return new MutableJson.Text(StringSamples.draw(random), MutableJson.Role.FREE);
  }

  private static MutableJson number(Class<?> type, SeededRandom random) {
    return NumberSamples.draw(type, random).piece().orElseThrow();
  }

  private static RandomSchema constants(SeededRandom random) {
    List<String> names = random.oneOf(ENUMS);
    List<MutableJson.Choice> choices =
        names.stream().map(name -> new MutableJson.Choice(name, "")).toList();
    ObjectNode schema = type("string");
    names.forEach(schema.putArray("enum")::add);
    return new RandomSchema(schema, () -> new MutableJson.Text(random.oneOf(names), choices));
  }

  private static RandomSchema list(String name, int depth, SeededRandom random) {
    RandomSchema item = any(name, depth - 1, random);
    ObjectNode schema = type("array");
    schema.set("items", item.schema());
    return new RandomSchema(
        schema,
        () -> {
          var items = new MutableJson.Items();
          for (int i = random.oneOf(List.of(0, 1, 1, 2, 3)); i > 0; i--) {
            items.all.add(item.values().get());
          }
          return items;
        });
  }

  private static RandomSchema map(String name, int depth, SeededRandom random) {
    RandomSchema value = any(name, depth - 1, random);
    ObjectNode schema = type("object");
    schema.set("additionalProperties", value.schema());
    return new RandomSchema(
        schema,
        () -> {
          var members = MutableJson.Members.ofMap();
          for (int i = random.oneOf(List.of(0, 1, 2, 3)); i > 0; i--) {
            var key = (MutableJson.Text) StringSamples.key(random).piece().orElseThrow();
            if (members.all.stream().noneMatch(member -> member.key.equals(key.value))) {
              members.all.add(new MutableJson.Member(key.value, value.values().get()));
            }
          }
          return members;
        });
  }

  /** A property of a random object. */
  private record Property(String name, RandomSchema shape, boolean required, boolean nullable) {
    void addTo(MutableJson.Members members, SeededRandom random) {
      if (!required && random.chance(0.4)) {
        members.absent.add(name);
      } else {
        boolean isNull = nullable && random.chance(0.3);
        members.all.add(
            new MutableJson.Member(
                name, isNull ? new MutableJson.Literal("null") : shape.values().get()));
      }
    }
  }

  private static RandomSchema object(String name, int depth, SeededRandom random) {
    ObjectNode schema = type("object");
    schema.put("title", name);
    ObjectNode properties = schema.putObject("properties");
    var all = new ArrayList<Property>();
    for (String property : random.<String>shuffled(NAMES).subList(0, random.between(1, 6))) {
      RandomSchema shape = any(property, depth, random);
      boolean required = random.chance(0.7);
      // For an optional nullable property, null and an absent property have the same meaning.
      boolean nullable = required && random.chance(0.2);
      properties.set(property, nullable ? orNull(shape.schema()) : shape.schema());
      all.add(new Property(property, shape, required, nullable));
    }
    all.stream()
        .filter(Property::required)
        .map(Property::name)
        .forEach(schema.withArray("required")::add);
    schema.put("additionalProperties", false);
    return new RandomSchema(
        schema,
        () -> {
          var members = MutableJson.Members.ofRecord(name);
          all.forEach(property -> members.known.add(property.name()));
          all.forEach(property -> property.addTo(members, random));
          return members;
        });
  }

  private static ObjectNode orNull(ObjectNode schema) {
    ObjectNode either = NODES.objectNode();
    either.putArray("anyOf").add(schema).add(type("null"));
    return either;
  }

  private static ObjectNode type(String type) {
    return NODES.objectNode().put("type", type);
  }
}
