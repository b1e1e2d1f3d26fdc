package org.atomicagents.corpus.adversarial;

import static java.util.Map.entry;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atomicagents.corpus.adversarial.AnswerShape.AnyShape;
import org.atomicagents.corpus.adversarial.AnswerShape.ChoiceShape;
import org.atomicagents.corpus.adversarial.AnswerShape.DayShape;
import org.atomicagents.corpus.adversarial.AnswerShape.DecimalShape;
import org.atomicagents.corpus.adversarial.AnswerShape.FieldShape;
import org.atomicagents.corpus.adversarial.AnswerShape.FieldsShape;
import org.atomicagents.corpus.adversarial.AnswerShape.FlagShape;
import org.atomicagents.corpus.adversarial.AnswerShape.IntegerShape;
import org.atomicagents.corpus.adversarial.AnswerShape.ListShape;
import org.atomicagents.corpus.adversarial.AnswerShape.MapShape;
import org.atomicagents.corpus.adversarial.AnswerShape.TextShape;
import org.atomicagents.corpus.adversarial.AnswerShape.UnionShape;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.TypeRef;
import tools.jackson.databind.JsonNode;

/**
 * A type that outputs are generated for.
 *
 * @param wrapperKey the key under which models see the root; empty for a record
 */
public record TargetType(String name, Schema<?> schema, AnswerShape shape, String wrapperKey) {
  private static final AnswerShape LEVEL = new ChoiceShape(List.of("LOW", "MEDIUM", "HIGH"));
  private static final AnswerShape BLOOD = new ChoiceShape(List.of("A", "B", "AB", "O", "NA"));
  private static final AnswerShape COUNT = new IntegerShape(0, 5000);
  private static final FieldsShape PLACE =
      fields(
          "Place",
          required("street", new TextShape("streets")),
          required("city", new TextShape("cities")),
          optional("floor", new IntegerShape(0, 40)));
  private static final FieldsShape PRODUCT =
      fields(
          "Product",
          required("name", new TextShape("things")),
          required("quantity", COUNT),
          required("price", new DecimalShape(0, 3000)));
  private static final String GIVEN_SCHEMA =
      """
      {"title":"Book","type":"object","properties":{"title":{"type":"string"},\
      "pages":{"type":"integer"},"genre":{"enum":["novel","essay","poetry"]},\
      "authors":{"type":"array","items":{"type":"string"}}},\
      "required":["title","pages","genre"],"additionalProperties":false}\
      """;

  /** All types. */
  public static final List<TargetType> ALL =
      List.of(
          record(
              AdversarialTypes.Person.class,
              required("name", new TextShape("names")),
              optional("phone", new TextShape("phones")),
              optional("age", new IntegerShape(0, 110)),
              required("subscribed", new FlagShape()),
              optional("level", LEVEL)),
          record(
              AdversarialTypes.Filters.class,
              optional("city", new TextShape("cities")),
              optional("limit", COUNT),
              optional("tags", new ListShape(new TextShape("things"))),
              optional("open", new FlagShape())),
          record(
              AdversarialTypes.Parcel.class,
              required("code", new TextShape("codes")),
              required("destination", PLACE),
              required("weight", new DecimalShape(0, 3000)),
              optional("due", new DayShape()),
              optional("origin", PLACE)),
          record(AdversarialTypes.Summary.class, required("text", new TextShape("sentences"))),
          record(
              AdversarialTypes.Recipe.class,
              required("title", new TextShape("things")),
              required("ingredients", new ListShape(new TextShape("things"))),
              required("minutes", new ListShape(new IntegerShape(1, 240))),
              required("levels", new ListShape(LEVEL))),
          record(
              AdversarialTypes.Poll.class,
              required("question", new TextShape("sentences")),
              required("votes", new MapShape(COUNT))),
          wrapped(
              "List<String>",
              new TypeRef<List<String>>() {},
              new ListShape(new TextShape("things"))),
          wrapped("List<Integer>", new TypeRef<List<Integer>>() {}, new ListShape(COUNT)),
          wrapped(
              "List<Level>", new TypeRef<List<AdversarialTypes.Level>>() {}, new ListShape(LEVEL)),
          wrapped(
              "List<LocalDate>", new TypeRef<List<LocalDate>>() {}, new ListShape(new DayShape())),
          wrapped(
              "List<Product>",
              new TypeRef<List<AdversarialTypes.Product>>() {},
              new ListShape(PRODUCT)),
          wrapped(
              "Map<String, Integer>", new TypeRef<Map<String, Integer>>() {}, new MapShape(COUNT)),
          wrapped(
              "Map<String, String>",
              new TypeRef<Map<String, String>>() {},
              new MapShape(new TextShape("cities"))),
          wrapped("Command", new TypeRef<AdversarialTypes.Command>() {}, commands()),
          wrapped("BloodType", new TypeRef<AdversarialTypes.BloodType>() {}, BLOOD),
          wrapped("Level", new TypeRef<AdversarialTypes.Level>() {}, LEVEL),
          wrapped("boolean", new TypeRef<Boolean>() {}, new FlagShape()),
          wrapped("int", new TypeRef<Integer>() {}, COUNT),
          wrapped("BigDecimal", new TypeRef<BigDecimal>() {}, new DecimalShape(0, 3000)),
          wrapped("LocalDate", new TypeRef<LocalDate>() {}, new DayShape()),
          wrapped(
              "JsonNode",
              new TypeRef<JsonNode>() {},
              new AnyShape(
                  List.of(PRODUCT, new ListShape(COUNT), new ListShape(new TextShape("things"))))),
          new TargetType(
              "JSON Schema of Book",
              Schema.of(GIVEN_SCHEMA),
              fields(
                  "Book",
                  required("title", new TextShape("things")),
                  required("pages", COUNT),
                  required("genre", new ChoiceShape(List.of("novel", "essay", "poetry"))),
                  optional("authors", new ListShape(new TextShape("names")))),
              ""));

  private static UnionShape commands() {
    return new UnionShape(
        List.of(
            fields(
                "Move", required("distance", new IntegerShape(1, 500)), required("speed", LEVEL)),
            fields(
                "Speak",
                required("phrase", new TextShape("sentences")),
                optional("volume", new IntegerShape(0, 10))),
            fields("Stop", optional("reason", new TextShape("sentences")))));
  }

  @SafeVarargs
  private static TargetType record(Class<?> type, Map.Entry<String, FieldShape>... fields) {
    String name = type.getSimpleName();
    return new TargetType(name, Schema.of(type), fields(name, fields), "");
  }

  private static TargetType wrapped(String name, TypeRef<?> type, AnswerShape shape) {
    return new TargetType(
        name, Schema.of(type), shape, shape instanceof ListShape ? "items" : "value");
  }

  @SafeVarargs
  private static FieldsShape fields(String name, Map.Entry<String, FieldShape>... fields) {
    var components = new LinkedHashMap<String, FieldShape>();
    for (Map.Entry<String, FieldShape> field : fields) {
      components.put(field.getKey(), field.getValue());
    }
    return new FieldsShape(name, components);
  }

  private static Map.Entry<String, FieldShape> required(String key, AnswerShape content) {
    return entry(key, new FieldShape(content, false));
  }

  private static Map.Entry<String, FieldShape> optional(String key, AnswerShape content) {
    return entry(key, new FieldShape(content, true));
  }

  @Override
  public String toString() {
    return name;
  }
}
