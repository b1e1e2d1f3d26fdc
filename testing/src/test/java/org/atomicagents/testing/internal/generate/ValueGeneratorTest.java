package org.atomicagents.testing.internal.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ValueGeneratorTest {
  private static final List<String> TOPICS = List.of("sky", "dusk");

  @Test
  void usesAReferenceValidatorThatReportsErrors() {
    assertThat(ReferenceValidator.errors(json("{'type':'integer'}"), "1.5")).isNotEmpty();
    assertThat(ReferenceValidator.errors(json("{'format':'date'}"), "\"today\"")).isNotEmpty();
    assertThat(ReferenceValidator.errors(json("{'multipleOf':0.1}"), "0.25")).isNotEmpty();
    assertThat(ReferenceValidator.errors(json("{'required':['a']}"), "{}")).isNotEmpty();
  }

  @Test
  void satisfiesAThousandRandomSchemas() {
    long seed = System.nanoTime();
    System.out.println("seed of the random schemas: " + seed);

    for (int i = 0; i < 1_000; i++) {
      assertAccepted(new SatisfiableSchemaGenerator(seed + i).next(), seed + i);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 42})
  void satisfiesRandomSchemasOfKnownSeeds(long seed) {
    for (int i = 0; i < 100; i++) {
      assertAccepted(new SatisfiableSchemaGenerator(seed * 1_000 + i).next(), seed);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "{}",
        "{'type':'integer','minimum':5,'maximum':5}",
        "{'type':'number','exclusiveMinimum':0,'exclusiveMaximum':0.001}",
        "{'type':'number','minimum':0.1,'maximum':0.3,'multipleOf':0.1}",
        "{'type':'integer','multipleOf':0.75,'minimum':1}",
        "{'type':'integer','minimum':9007199254740993,'maximum':9007199254740993}",
        "{'type':'number','maximum':-1000,'exclusiveMinimum':-1000.5}",
        "{'allOf':[{'multipleOf':6,'type':'integer'},{'multipleOf':4}],'minimum':1,'maximum':12}",
        "{'type':'string','minLength':3,'maxLength':3}",
        "{'type':'string','maxLength':0}",
        "{'type':'string','minLength':3000}",
        "{'type':'string','pattern':'^[a-f]+$','minLength':120,'maxLength':160}",
        "{'type':'string','pattern':'end$','minLength':40}",
        "{'allOf':[{'pattern':'^a'},{'pattern':'z$'}],'type':'string'}",
        "{'type':'string','format':'date','pattern':'^20[0-9]{2}-'}",
        "{'enum':[1,'1',null,{'a':1}],'type':['string','null']}",
        "{'const':{'a':[1,2,{'b':null}]}}",
        "{'enum':['::1'],'format':'ipv6'}",
        "{'type':'array','items':{'enum':[1,2,3]},'uniqueItems':true,'minItems':3}",
        "{'type':'array','items':{'type':'boolean'},'uniqueItems':true,'minItems':2}",
        "{'type':'array','prefixItems':[{'type':'string'},{'type':'integer'}],'items':false}",
        "{'type':'array','contains':{'const':7},'minContains':2,'maxContains':2,'minItems':4}",
        "{'type':'array','maxItems':0}",
        "{'type':'array','minItems':40,'items':{'type':'integer'}}",
        "{'type':'object','minProperties':6,'additionalProperties':{'type':'integer'}}",
        "{'type':'object','propertyNames':{'enum':['a','b']},'minProperties':2}",
        "{'type':'object','patternProperties':{'^S_':{'type':'string'}},'additionalProperties':false,"
            + "'minProperties':2}",
        "{'type':'object','required':['a'],'dependentRequired':{'a':['b'],'b':['c']}}",
        "{'type':'object','required':['a'],'dependentSchemas':{'a':{'required':['z'],"
            + "'properties':{'z':{'const':1}}}}}",
        "{'type':'object','properties':{'never':false,'a':true},'minProperties':1}",
        "{'oneOf':[{'type':'integer','minimum':0},{'type':'integer','multipleOf':2}]}",
        "{'anyOf':[false,{'type':'null'}]}",
        "{'not':{'type':'string'}}",
        "{'type':'integer','minimum':1,'maximum':3,'not':{'enum':[1,3]}}",
        "{'type':'object','properties':{'a':{'type':'object','properties':{'b':{'$ref':'#'}}}}}",
        "{'$ref':'#/definitions/n','definitions':{'n':{'type':'array','items':{'$ref':'#'}}}}",
        "{'$defs':{'n':{'$anchor':'node','type':'object','required':['l','r'],'properties':{"
            + "'l':{'oneOf':[{'type':'null'},{'$ref':'#node'}]},"
            + "'r':{'type':['object','null'],'$ref':'#/$defs/m'}}},"
            + "'m':{'required':['n'],'properties':{'n':{'$ref':'#node'}}}},'$ref':'#node'}",
        "{'$id':'https://example.com/s','$ref':'#/$defs/a','$defs':{'a':{'$ref':"
            + "'https://example.com/s#/$defs/b'},'b':{'type':'integer'}}}",
        "{'$defs':{'a~b/c d':{'const':3}},'$ref':'#/$defs/a~0b~1c%20d'}",
        "{'type':'object','required':['k','v'],'properties':{'k':{'enum':['a','b','c','d','e']}},"
            + "'allOf':[{'if':{'properties':{'k':{'const':'a'}}},'then':{'properties':{'v':"
            + "{'type':'integer'}}},'else':{'properties':{'v':{'type':'string','minLength':1}}}}]}"
      })
  void satisfiesHardSchemas(String schema) {
    for (int seed = 0; seed < 25; seed++) {
      assertAccepted(json(schema), seed);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "false",
        "{'type':'integer','minimum':2,'maximum':1}",
        "{'type':'integer','exclusiveMinimum':1,'exclusiveMaximum':2}",
        "{'allOf':[{'type':'string'},{'type':'integer'}]}",
        "{'enum':[1],'type':'string'}",
        "{'type':'array','items':{'type':'boolean'},'uniqueItems':true,'minItems':3}",
        "{'type':'object','required':['a'],'properties':{'a':{'$ref':'#'}}}",
        "{'$ref':'#/$defs/nowhere'}",
        "{'$ref':'https://example.com/other'}",
        "{'$ref':'#'}",
        "{'allOf':[{'type':'object'}],'unevaluatedProperties':false}",
        "{'not':{}}",
        "{'type':'text'}",
        "{'type':'string','pattern':'('}",
        "{'type':'string','minLength':4,'pattern':'^abc$'}"
      })
  void rejectsUnsatisfiableSchemas(String schema) {
    assertThatThrownBy(() -> ValueGenerator.generate(json(schema), TOPICS, 1))
        .isInstanceOf(UnsatisfiableSchemaException.class)
        .hasMessageStartingWith("No value found for the schema at #");
  }

  @Test
  void reportsThePathAndTheReason() {
    JsonNode schema =
        json(
            "{'type':'object','required':['a'],'properties':{'a':"
                + "{'type':'string','minLength':4,'maxLength':3}}}");

    assertThatThrownBy(() -> ValueGenerator.generate(schema, TOPICS, 1))
        .hasMessage("No value found for the schema at #/a: minLength 4 is above maxLength 3");
  }

  @Test
  void returnsTheSameValueForTheSameSeed() {
    for (JsonNode schema : SatisfiableSchemaGenerator.schemas(7, 50)) {
      JsonNode first = ValueGenerator.generate(schema, TOPICS, 11);

      assertThat(ValueGenerator.generate(schema, TOPICS, 11)).isEqualTo(first);
    }
  }

  @Test
  void returnsOtherValuesForOtherSeeds() {
    JsonNode schema = json("{'type':'string','minLength':60}");

    assertThat(ValueGenerator.generate(schema, TOPICS, 1))
        .isNotEqualTo(ValueGenerator.generate(schema, TOPICS, 2));
  }

  @Test
  void writesSentencesAboutTheTopics() {
    JsonNode value = ValueGenerator.generate(json("{'type':'string'}"), List.of("sky"), 5);

    assertThat(value.stringValue()).matches("[A-Z].*\\.").containsIgnoringCase("sky");
  }

  @Test
  void generatesValuesIndependentlyOfPropertyNames() {
    JsonNode one = json("{'type':'object','required':['email'],'properties':{'email':{}}}");
    JsonNode other = json("{'type':'object','required':['x'],'properties':{'x':{}}}");

    assertThat(ValueGenerator.generate(one, TOPICS, 3).get("email"))
        .isEqualTo(ValueGenerator.generate(other, TOPICS, 3).get("x"));
  }

  private static void assertAccepted(JsonNode schema, long seed) {
    JsonNode value;
    try {
      value = ValueGenerator.generate(schema, TOPICS, seed);
    } catch (UnsatisfiableSchemaException e) {
      throw new AssertionError("seed " + seed + ", schema " + schema, e);
    }
    assertThat(ReferenceValidator.errors(schema, ReferenceValidator.read(value.toString())))
        .as("seed %d, schema %s, value %s", seed, schema, value)
        .isEmpty();
  }

  private static JsonNode json(String json) {
    return ReferenceValidator.read(json.replace('\'', '"'));
  }
}
