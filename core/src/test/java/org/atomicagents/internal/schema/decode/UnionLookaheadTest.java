package org.atomicagents.internal.schema.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.schema.compile.ResolvedType;
import org.atomicagents.internal.schema.compile.TypeCompiler;
import org.atomicagents.internal.schema.type.DiscriminatorSearch;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.junit.jupiter.api.Test;

/** Unions whose discriminator is at the end of the object. */
class UnionLookaheadTest {

  @Test
  void scansEachPartOfATextOnce() {
    assertThat(tokensReadAhead(Tree.class, "\"type\":\"Nest\"", "{\"type\":\"Leaf\"}"))
        .isLessThanOrEqualTo(5 * DEPTH + 5);
    assertThat(tokensReadAhead(Shape.class, "\"nest\":1", "{\"leaf\":1}"))
        .isLessThanOrEqualTo(5 * DEPTH + 5);
  }

  @Test
  void scansNoFurtherThanTheDiscriminator() {
    String leaf = "{\"type\":\"Leaf\"}";
    String text = "{\"value\":{\"type\":\"Nest\",\"inner\":" + leaf + "}}";

    assertThat(decodeWithLookahead(Tree.class, text).tokensRead()).isEqualTo(6);
  }

  @Test
  void findsTheDiscriminatorsOfNestedUnions() {
    var schema = Schema.of(Mixed.class);
    String text =
        """
        {"value":{"each":[
          {"inner":{"inner":{"type":"Leaf"},"type":"Nest"},"note":"a","kind":"Noted"},
          {"shape":{"inner":{"leaf":1},"nest":2},"by":{"k":{"shape":{"leaf":3},"kind":"Shaped"}},
           "kind":"Shaped"},
          {"kind":"Noted","note":"b","inner":{"type":"Leaf"}}
        ],"kind":"Many"}}
        """;

    assertThat(schema.read(text, Strictness.STRICT).value())
        .isEqualTo(
            new Many(
                List.of(
                    new Noted(new Nest(new Leaf()), "a"),
                    new Shaped(
                        new NestShape(new LeafShape(1), 2),
                        Map.of("k", new Shaped(new LeafShape(3), Map.of()))),
                    new Noted(new Leaf(), "b"))));
  }

  @Test
  void describesInvalidDiscriminatorsOfNestedUnions() {
    var schema = Schema.of(Mixed.class);
    String text =
        """
        {"value":{"each":[{"note":"a"},{"kind":1},{"kind":{"kind":"Noted"}},{"kind":"None"}],
         "kind":"Many"}}\
        """;

    String expected = "one of [Noted, Shaped, Many]";
    assertThat(schema.read(text, Strictness.STRICT).violations())
        .containsExactly(
            new Violation("$.value.each[0].kind", expected, "nothing"),
            new Violation("$.value.each[1].kind", expected, "1"),
            new Violation("$.value.each[2].kind", expected, "an object"),
            new Violation("$.value.each[3].kind", expected, "\"None\""));
  }

  private static final int DEPTH = 150;

  private static long tokensReadAhead(Class<?> union, String last, String leaf) {
    String text =
        "{\"value\":" + "{\"inner\":".repeat(DEPTH) + leaf + ("," + last + "}").repeat(DEPTH) + "}";
    return decodeWithLookahead(union, text).tokensRead();
  }

  private static UnionLookahead decodeWithLookahead(Class<?> union, String text) {
    RecordNode root = new TypeCompiler().compileRoot(ResolvedType.of(union));
    try (var parser = JsonIo.parser(text)) {
      var in =
          new DecodeContext(
              parser, text, DecodeContext.DecodeMode.STRICT, DiscriminatorSearch.findIn(root));
      in.nextToken();
      root.decode(in);
      assertThat(in.violations()).isEmpty();
      return in.lookahead();
    }
  }

  @Description("A tree")
  sealed interface Tree {}

  @Description("The end")
  record Leaf() implements Tree {}

  @Description("A level")
  record Nest(Tree inner) implements Tree {}

  @Description("A tree without a discriminator")
  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  sealed interface Shape {}

  @Description("The end")
  record LeafShape(int leaf) implements Shape {}

  @Description("A level")
  record NestShape(Shape inner, int nest) implements Shape {}

  @Description("A union of unions")
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  sealed interface Mixed {}

  @Description("With a tree")
  record Noted(Tree inner, String note) implements Mixed {}

  @Description("With a shape")
  record Shaped(Shape shape, @JsonProperty(defaultValue = "{}") Map<String, Mixed> by)
      implements Mixed {}

  @Description("Many")
  record Many(List<Mixed> each) implements Mixed {}
}
