package org.atomicagents.internal.schema.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.junit.jupiter.api.Test;

/** Tests types whose compilation begins within a union that contains itself. */
class RecursiveUnionTest {
  @Test
  void compilesAMemberThatContainsItsOwnUnion() {
    Schema<Negation> schema = Schema.of(Negation.class);

    var value = new Negation(new Sum(List.of(new Literal(1), new Negation(new Literal(2)))));

    assertThat(schema.read(schema.encode(value)).value()).isEqualTo(value);
    assertThat(schema.read("{'inner': {'type': 'Literal', 'number': 3}}").value())
        .isEqualTo(new Negation(new Literal(3)));
    assertThat(schema.read("{'inner': {'type': 'Minus'}}").violations())
        .singleElement()
        .satisfies(violation -> assertThat(violation.path()).isEqualTo("$.inner.type"));
  }

  @Test
  void compilesAMemberThatContainsItsOwnUnionInAContainer() {
    Schema<Sum> schema = Schema.of(Sum.class);

    var value = new Sum(List.of(new Sum(List.of()), new Literal(2)));

    assertThat(schema.read(schema.encode(value)).value()).isEqualTo(value);
    assertThat(Schema.listOf(Sum.class).jsonSchema()).contains("\"Literal\"");
  }

  @Test
  void compilesAMemberOfAUnionWithoutADiscriminator() {
    Schema<Branch> schema = Schema.of(Branch.class);

    var value = new Branch(new Branch(new Leaf("a"), Optional.empty()), Optional.of(new Leaf("b")));

    assertThat(schema.read(schema.encode(value)).value()).isEqualTo(value);
  }

  @Test
  void rejectsADiscriminatorThatIsAComponentOfTheMember() {
    assertThatThrownBy(() -> Schema.of(Typed.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("expected \"type\" as discriminator, found a component of that name");
  }

  @Description("An expression")
  sealed interface Expression {}

  @Description("A literal")
  record Literal(int number) implements Expression {}

  @Description("A negation")
  record Negation(Expression inner) implements Expression {}

  @Description("A sum")
  record Sum(List<Expression> summands) implements Expression {}

  @Description("A tree")
  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  sealed interface Tree {}

  @Description("A leaf")
  record Leaf(String text) implements Tree {}

  @Description("A branch")
  record Branch(Tree left, Optional<Tree> right) implements Tree {}

  @Description("A union with a wrong discriminator")
  sealed interface Marked {}

  @Description("A record with the discriminator")
  record Typed(String type, Optional<Marked> next) implements Marked {}
}
