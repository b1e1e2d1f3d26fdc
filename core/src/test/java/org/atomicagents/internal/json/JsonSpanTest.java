package org.atomicagents.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class JsonSpanTest {
  private static final String JSON =
      """
      { "id" : 1.50,
        "lines": [ {"sku":"a\\"]", "odd key": null}, [ true ] ], "none": {} , "word":"🙂é" }
      """;

  @Test
  void findsTheTextOfAValue() {
    assertThat(value("$.id")).isEqualTo("1.50");
    assertThat(value("$.lines[0].sku")).isEqualTo("\"a\\\"]\"");
    assertThat(value("$.lines[0][\"odd key\"]")).isEqualTo("null");
    assertThat(value("$.lines[1]")).isEqualTo("[ true ]");
    assertThat(value("$.lines[1][0]")).isEqualTo("true");
    assertThat(value("$.none")).isEqualTo("{}");
    assertThat(value("$.word")).isEqualTo("\"🙂é\"");
    assertThat(value("$")).isEqualTo(JSON.strip());
  }

  @Test
  void replacesAValueAndKeepsTheSurroundingText() {
    assertThat(find("$.lines[0].sku").withValue("{\"x\":[1]}"))
        .isEqualTo(JSON.replace("\"a\\\"]\"", "{\"x\":[1]}"));
    assertThat(find("$.id").withValue("2")).isEqualTo(JSON.replace("1.50", "2"));
  }

  @Test
  void insertsAnAbsentPropertyIntoItsObject() {
    assertThat(find("$.none.x").withValue("1")).isEqualTo(JSON.replace("{}", "{\"x\":1}"));
    assertThat(find("$.lines[0][\"a b\"]").withValue("1"))
        .isEqualTo(JSON.replace("null}", "null,\"a b\":1}"));
    assertThat(find("$.none.x").value()).isNull();
  }

  @Test
  void returnsNullForUnknownPathsAndInvalidJson() {
    for (String path :
        List.of("$.lines[2]", "$.lines.x", "$[0]", "$.none.x.y", "$.id.x", "$.lines[1][0].x")) {
      assertThat(find(path)).as(path).isNull();
    }
    for (String invalid : List.of("", "{", "{\"a\":1", "{\"a\":1}}", "{\"a\":1,}", "nonsense")) {
      assertThat(JsonSpan.find(invalid, JsonPath.parse("$.a"))).as(invalid).isNull();
    }
  }

  @Test
  void parsesAndFormatsPaths() {
    for (String path :
        List.of("$", "$.a", "$.a_b-c[0].é", "$[\"odd key\"].x", "$[\"a\\\"]\"][12]", "$[\"\"]")) {
      assertThat(JsonPath.parse(path)).hasToString(path);
    }
    for (String invalid :
        List.of("", "a", "$a", "$.", "$..a", "$[", "$[]", "$[-1]", "$[\"a]", "$[\"a\"", "$.a ")) {
      assertThatThrownBy(() -> JsonPath.parse(invalid))
          .as(invalid)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("expected a path such as $.lines[2].sku, found \"" + invalid + "\"");
    }
  }

  @Test
  void recognizesEnclosingPaths() {
    JsonPath line = JsonPath.parse("$.lines[2]");

    assertThat(JsonPath.parse("$.lines[2].sku").isWithin(line)).isTrue();
    assertThat(line.isWithin(line)).isTrue();
    assertThat(line.isWithin(JsonPath.ROOT)).isTrue();
    assertThat(line.isWithin(JsonPath.parse("$.lines[1]"))).isFalse();
    assertThat(line.parent()).isEqualTo(JsonPath.parse("$.lines"));
    assertThat(JsonPath.ROOT.parent()).isEqualTo(JsonPath.ROOT);
  }

  @Test
  void findsEveryValueOfARandomTree() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      JsonNode tree = randomTree(random, 4);
      for (String json : List.of(tree.toString(), tree.toPrettyString())) {
        assertFindsAll(json, tree, JsonPath.ROOT.toString(), "seed " + seed);
      }
    }
  }

  private static void assertFindsAll(String json, JsonNode node, String path, String seed) {
    JsonSpan span = JsonSpan.find(json, JsonPath.parse(path));
    assertThat(span).as(seed + " " + path).isNotNull();
    assertThat(JsonMapper.shared().readTree(span.value())).as(seed + " " + path).isEqualTo(node);
    if (!path.equals("$")) {
      String changed = span.withValue("\"changed\"");
      String replaced = JsonSpan.find(changed, JsonPath.parse(path)).value();
      assertThat(replaced).as(seed + " " + path).isEqualTo("\"changed\"");
      assertThat(JsonMapper.shared().readTree(changed)).isNotNull();
    }
    for (var property : node.properties()) {
      JsonPath key = JsonPath.parse("$[" + JsonIo.quote(property.getKey()) + "]");
      assertFindsAll(json, property.getValue(), path + key.toString().substring(1), seed);
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      assertFindsAll(json, node.get(i), path + "[" + i + "]", seed);
    }
  }

  private static JsonNode randomTree(Random random, int depth) {
    JsonNodeFactory factory = JsonNodeFactory.instance;
    return switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> factory.nullNode();
      case 1 -> factory.numberNode(random.nextInt(-1000, 1000));
      case 2 -> factory.stringNode(random.nextBoolean() ? "a]}\",\\ é🙂\n" : "");
      case 3 -> factory.booleanNode(random.nextBoolean());
      case 4 -> {
        ArrayNode list = factory.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(randomTree(random, depth - 1));
        }
        yield list;
      }
      default -> {
        ObjectNode object = factory.objectNode();
        for (String key : List.of("a", "odd key", "é\"", "")) {
          if (random.nextBoolean()) {
            object.set(key, randomTree(random, depth - 1));
          }
        }
        yield object;
      }
    };
  }

  private static JsonSpan find(String path) {
    return JsonSpan.find(JSON, JsonPath.parse(path));
  }

  private static String value(String path) {
    return find(path).value();
  }
}
