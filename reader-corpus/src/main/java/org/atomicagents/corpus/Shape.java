package org.atomicagents.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.atomicagents.corpus.mutation.Piece;
import org.atomicagents.testing.internal.Draw;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A type that was made up, as a JSON Schema, with values of it.
 *
 * @param values makes up another one at each call
 */
record Shape(ObjectNode schema, Supplier<Piece> values) {
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

  /** An object with some properties, as an answer is. */
  static Shape drawn(Draw draw) {
    return object("Answer", 3, draw);
  }

  private static Shape any(String name, int depth, Draw draw) {
    return switch (draw.between(0, depth == 0 ? 5 : 9)) {
      case 0, 1 -> scalar("string", () -> text(draw));
      case 2 -> scalar("integer", () -> number(long.class, draw));
      case 3 -> scalar("number", () -> number(double.class, draw));
      case 4 -> scalar("boolean", () -> new Piece.Literal(String.valueOf(draw.chance(0.5))));
      case 5 -> constants(draw);
      case 6, 7 -> list(name, depth, draw);
      case 8 -> object(name, depth - 1, draw);
      default -> map(name, depth, draw);
    };
  }

  private static Shape scalar(String type, Supplier<Piece> values) {
    return new Shape(type(type), values);
  }

  private static Piece text(Draw draw) {
    return new Piece.Text(Wording.draw(draw), Piece.Role.FREE);
  }

  private static Piece number(Class<?> type, Draw draw) {
    return Digits.draw(type, draw).piece().orElseThrow();
  }

  private static Shape constants(Draw draw) {
    List<String> names = draw.oneOf(ENUMS);
    List<Piece.Choice> choices = names.stream().map(name -> new Piece.Choice(name, "")).toList();
    ObjectNode schema = type("string");
    names.forEach(schema.putArray("enum")::add);
    return new Shape(schema, () -> new Piece.Text(draw.oneOf(names), choices));
  }

  private static Shape list(String name, int depth, Draw draw) {
    Shape item = any(name, depth - 1, draw);
    ObjectNode schema = type("array");
    schema.set("items", item.schema());
    return new Shape(
        schema,
        () -> {
          var items = new Piece.Items();
          for (int i = draw.oneOf(List.of(0, 1, 1, 2, 3)); i > 0; i--) {
            items.all.add(item.values().get());
          }
          return items;
        });
  }

  private static Shape map(String name, int depth, Draw draw) {
    Shape value = any(name, depth - 1, draw);
    ObjectNode schema = type("object");
    schema.set("additionalProperties", value.schema());
    return new Shape(
        schema,
        () -> {
          var members = Piece.Members.ofMap();
          for (int i = draw.oneOf(List.of(0, 1, 2, 3)); i > 0; i--) {
            var key = (Piece.Text) Wording.key(draw).piece().orElseThrow();
            if (members.all.stream().noneMatch(member -> member.key.equals(key.value))) {
              members.all.add(new Piece.Member(key.value, value.values().get()));
            }
          }
          return members;
        });
  }

  /** A property of an object. */
  private record Property(String name, Shape shape, boolean required, boolean nullable) {
    void addTo(Piece.Members members, Draw draw) {
      if (!required && draw.chance(0.4)) {
        members.absent.add(name);
      } else {
        boolean isNull = nullable && draw.chance(0.3);
        members.all.add(
            new Piece.Member(name, isNull ? new Piece.Literal("null") : shape.values().get()));
      }
    }
  }

  private static Shape object(String name, int depth, Draw draw) {
    ObjectNode schema = type("object");
    schema.put("title", name);
    ObjectNode properties = schema.putObject("properties");
    var all = new ArrayList<Property>();
    for (String each : draw.<String>shuffled(NAMES).subList(0, draw.between(1, 6))) {
      Shape shape = any(each, depth, draw);
      boolean required = draw.chance(0.7);
      // A null is the same as nothing where either may stand.
      boolean nullable = required && draw.chance(0.2);
      properties.set(each, nullable ? orNull(shape.schema()) : shape.schema());
      all.add(new Property(each, shape, required, nullable));
    }
    all.stream()
        .filter(Property::required)
        .map(Property::name)
        .forEach(schema.withArray("required")::add);
    schema.put("additionalProperties", false);
    return new Shape(
        schema,
        () -> {
          var members = Piece.Members.ofRecord(name);
          all.forEach(property -> members.known.add(property.name()));
          all.forEach(property -> property.addTo(members, draw));
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
