package org.atomicagents.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Negative tests of each rule of {@link GeminiRequestChecker}. */
class GeminiRequestCheckerTest {
  private static final String NEWEST = "gemini-3.8-flash";
  private static final String HELLO = "{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}";
  private static final String CALL =
      "{\"functionCall\":{\"id\":\"a\",\"name\":\"f\",\"args\":{}},\"thoughtSignature\":\"s\"}";
  private static final String RESULT =
      "{\"functionResponse\":{\"id\":\"a\",\"name\":\"f\",\"response\":{\"output\":1}}}";

  @Test
  void acceptsAConversationWithCalls() {
    assertThat(
            check(
                NEWEST,
                contents(
                    HELLO,
                    "{\"role\":\"model\",\"parts\":[" + CALL + "]}",
                    "{\"role\":\"user\",\"parts\":[" + RESULT + "]}")))
        .isEmpty();
  }

  @Test
  void rejectsInvalidContents() {
    assertRejected(NEWEST, "{\"contents\":[]}", "contents");
    assertRejected(
        NEWEST,
        contents("{\"role\":\"system\",\"parts\":[{\"text\":\"Hi\"}]}"),
        "a role of user or model");
    assertRejected(NEWEST, contents(HELLO, HELLO), "alternating roles");
    assertRejected(NEWEST, contents("{\"role\":\"user\",\"parts\":[]}"), "parts");
    assertRejected(
        NEWEST,
        contents(HELLO, "{\"role\":\"model\",\"parts\":[{\"text\":\"Hi\"}]}"),
        "no response at the end since 3.6");
    assertRejected(NEWEST, user("{\"text\":\"a\",\"other\":1}"), "known fields of a part");
    assertRejected(
        NEWEST,
        user("{\"text\":\"a\",\"fileData\":{\"fileUri\":\"https://h\"}}"),
        "one kind of data in a part");
  }

  @Test
  void rejectsInvalidCallsAndResults() {
    String unsigned = CALL.replace(",\"thoughtSignature\":\"s\"", "");
    String result = "{\"role\":\"user\",\"parts\":[" + RESULT + "]}";
    assertRejected(
        NEWEST,
        contents(HELLO, "{\"role\":\"model\",\"parts\":[" + unsigned + "]}", result),
        "a signature of the first call since 3");
    assertThat(
            check(
                "gemini-2.5-flash",
                contents(HELLO, "{\"role\":\"model\",\"parts\":[" + unsigned + "]}", result)))
        .isEmpty();
    assertRejected(
        NEWEST,
        contents(HELLO, "{\"role\":\"model\",\"parts\":[" + CALL + "]}", HELLO),
        "a result for each call");
    assertRejected(NEWEST, contents(result), "a result for each call");
    assertRejected(
        NEWEST,
        contents(
            HELLO, "{\"role\":\"model\",\"parts\":[" + CALL.replace("{}", "\"{}\"") + "]}", result),
        "arguments are objects");
    assertRejected(
        NEWEST,
        contents(
            HELLO,
            "{\"role\":\"model\",\"parts\":[" + CALL + "]}",
            result.replace("{\"output\":1}", "1")),
        "results are objects");
  }

  @Test
  void rejectsInvalidMedia() {
    assertRejected(NEWEST, user("{\"fileData\":{\"mimeType\":\"image/png\"}}"), "a URI");
    assertRejected(
        NEWEST, user("{\"inlineData\":{\"mimeType\":\"image\",\"data\":\"AAAA\"}}"), "a type");
    assertRejected(
        NEWEST, user("{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"%\"}}"), "Base64");
    String video = "{\"fileData\":{\"fileUri\":\"https://h\"},";
    assertRejected(
        NEWEST, user(video + "\"videoMetadata\":{\"fps\":25}}"), "up to 24 frames per second");
    assertRejected(
        "gemini-2.5-pro",
        user(video + "\"mediaResolution\":{\"level\":\"MEDIA_RESOLUTION_LOW\"}}"),
        "a resolution of a part since 3");
  }

  @Test
  void rejectsInvalidFieldsOfTheRequest() {
    assertRejected(NEWEST, with("\"stream\":true"), "known fields");
    assertRejected(
        NEWEST,
        with("\"systemInstruction\":{\"parts\":[{\"fileData\":{}}]}"),
        "system instructions are texts");
    assertRejected(
        NEWEST,
        with("\"cachedContent\":\"cachedContents/a\",\"tools\":[{\"googleSearch\":{}}]"),
        "cached content contains system instructions and tools");
    assertRejected(NEWEST, with("\"serviceTier\":\"cheap\""), "a known service tier");
    String setting = "{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"BLOCK_NONE\"}";
    assertRejected(
        NEWEST,
        with("\"safetySettings\":[" + setting + "," + setting + "]"),
        "one setting for a category");
    assertRejected(
        NEWEST,
        with("\"safetySettings\":[" + setting.replace("HARASSMENT", "X") + "]"),
        "a known category");
    assertRejected(
        NEWEST,
        with("\"safetySettings\":[" + setting.replace("BLOCK_NONE", "X") + "]"),
        "a known threshold");
  }

  @Test
  void rejectsInvalidFunctions() {
    assertRejected(
        NEWEST, with(function("1f", "{\"type\":\"object\"}")), "a valid name of a function");
    assertRejected(NEWEST, with(function("f", "{\"type\":\"string\"}")), "objects");
    assertRejected(
        NEWEST, with(function("f", "{\"type\":\"object\",\"minProperties\":1}")), "known keywords");
    String twice = "{\"name\":\"f\",\"parametersJsonSchema\":{\"type\":\"object\"}}";
    assertRejected(
        NEWEST,
        with("\"tools\":[{\"functionDeclarations\":[" + twice + "," + twice + "]}]"),
        "different names of functions");
    assertRejected(
        NEWEST,
        with(function("f", "{\"type\":\"object\"},\"parameters\":{}")),
        "one kind of parameters");
    assertRejected(NEWEST, with(calling("\"mode\":\"FORCED\"")), "a known mode of calls");
    assertRejected(
        NEWEST,
        with(calling("\"mode\":\"ANY\",\"allowedFunctionNames\":[\"g\"]")),
        "allowed functions are declared");
    assertRejected(
        NEWEST,
        with(
            function("f", "{\"type\":\"object\"}")
                + ","
                + calling("\"mode\":\"AUTO\",\"allowedFunctionNames\":[\"f\"]")),
        "allowed functions in another mode than AUTO");
    assertRejected(
        "gemini-2.0-flash", with(calling("\"mode\":\"VALIDATED\"")), "validated calls since 2.5");
    assertRejected(
        "gemini-2.5-flash",
        with(
            function("f", "{\"type\":\"object\"}")
                + ",\"generationConfig\":{\"responseMimeType\":\"application/json\"}"),
        "no functions with JSON before 3");
  }

  @Test
  void rejectsInvalidParameters() {
    assertRejected(NEWEST, config("\"candidateCount\":2"), "known fields of the configuration");
    assertRejected(NEWEST, config("\"temperature\":0"), "no sampling parameters since 3.6");
    assertThat(check("gemini-3.5-flash", config("\"temperature\":0"))).isEmpty();
    assertRejected(
        NEWEST,
        config("\"stopSequences\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"]"),
        "up to 5 stop sequences");
    assertRejected(NEWEST, config("\"seed\":5000000000"), "a seed of 32 bits");
    assertRejected(NEWEST, config("\"responseJsonSchema\":{}"), "the type of JSON with a schema");
  }

  @Test
  void rejectsAnotherThinkingThanThatOfTheFamily() {
    assertRejected("gemini-2.0-flash", thinking("\"includeThoughts\":true"), "thoughts since 2.5");
    assertRejected(
        NEWEST, thinking("\"thinkingBudget\":1024"), "levels instead of budgets since 3");
    assertRejected(
        "gemini-2.5-pro",
        thinking("\"thinkingLevel\":\"LOW\""),
        "budgets instead of levels before 3");
    assertRejected(NEWEST, thinking("\"thinkingLevel\":\"MINIMAL\""), "a level of the model");
    assertRejected(
        "gemini-3-pro-preview", thinking("\"thinkingLevel\":\"MEDIUM\""), "a level of the model");
    assertRejected("gemini-2.5-pro", thinking("\"thinkingBudget\":0"), "a budget of the model");
    assertRejected(
        "gemini-2.5-flash", thinking("\"thinkingBudget\":30000"), "a budget of the model");
    assertThat(check("gemini-2.5-flash", thinking("\"thinkingBudget\":0"))).isEmpty();
  }

  @Test
  void rejectsInvalidSchemas() {
    assertSchemaRejected("{\"pattern\":\"x\"}", "known keywords");
    assertSchemaRejected("{\"const\":\"x\"}", "known keywords");
    assertSchemaRejected(
        "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/A\",\"description\":\"x\"}},\"$defs\":{\"A\":{}}}",
        "a reference without other keywords");
    assertSchemaRejected("{\"items\":{\"$ref\":\"#/$defs/B\"}}", "a reference to a definition");
    assertSchemaRejected("{\"enum\":[true]}", "texts or numbers in an enum");
    assertSchemaRejected("{\"type\":\"string\",\"format\":\"uuid\"}", "a known format");
    assertSchemaRejected(
        "{\"properties\":{\"next\":{\"$ref\":\"#\"}},\"required\":[\"next\"]}",
        "no cycle of required properties");
  }

  private static void assertSchemaRejected(String schema, String rule) {
    assertRejected(
        NEWEST,
        config("\"responseMimeType\":\"application/json\",\"responseJsonSchema\":" + schema),
        rule);
  }

  private static void assertRejected(String model, String body, String rule) {
    assertThat(check(model, body)).as(body).contains(rule);
  }

  private static List<String> check(String model, String body) {
    return GeminiRequestChecker.violations(model, body);
  }

  private static String contents(String... contents) {
    return "{\"contents\":[" + String.join(",", contents) + "]}";
  }

  private static String user(String part) {
    return contents("{\"role\":\"user\",\"parts\":[" + part + "]}");
  }

  private static String with(String fields) {
    return "{\"contents\":[" + HELLO + "]," + fields + "}";
  }

  private static String function(String name, String schema) {
    return "\"tools\":[{\"functionDeclarations\":[{\"name\":\""
        + name
        + "\",\"parametersJsonSchema\":"
        + schema
        + "}]}]";
  }

  private static String calling(String fields) {
    return "\"toolConfig\":{\"functionCallingConfig\":{" + fields + "}}";
  }

  private static String config(String fields) {
    return with("\"generationConfig\":{" + fields + "}");
  }

  private static String thinking(String fields) {
    return config("\"thinkingConfig\":{" + fields + "}");
  }
}
