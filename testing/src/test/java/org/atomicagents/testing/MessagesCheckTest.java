package org.atomicagents.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.atomicagents.testing.internal.generate.ReferenceValidator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests that the simulated Messages API rejects each request that Anthropic rejects. */
class MessagesCheckTest {
  private static final String CALL =
      "{'role':'assistant','content':[{'type':'tool_use','id':'toolu_1','name':'f','input':{}}]}";

  private static SimulatedProvider provider;
  private static SimulatedHttpClient client;

  @BeforeAll
  static void start() {
    provider = SimulatedProvider.start();
    client = new SimulatedHttpClient(provider, "anthropic-version", "2023-06-01");
  }

  @AfterAll
  static void close() {
    provider.close();
  }

  static Stream<Arguments> rejected() {
    var cases = new ArrayList<Arguments>();
    addParameters(cases);
    addFamilies(cases);
    addTools(cases);
    addMessages(cases);
    addMarkers(cases);
    addSchemas(cases);
    return cases.stream();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("rejected")
  void rejects(String model, String changes, String expected) throws Exception {
    ObjectNode request = request(model);
    for (Map.Entry<String, JsonNode> change : json(changes).properties()) {
      if (change.getValue().isNull()) {
        request.remove(change.getKey());
      } else {
        request.set(change.getKey(), change.getValue());
      }
    }

    HttpResponse<String> response = client.post("/v1/messages", request.toString());

    JsonNode error = ReferenceValidator.read(response.body());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(error.path("type").asString()).isEqualTo("error");
    assertThat(error.at("/error/type").asString()).isEqualTo("invalid_request_error");
    assertThat(error.at("/error/message").asString()).contains(expected);
  }

  @Test
  void acceptsTheSupportedFormOfEachRule() throws Exception {
    String accepted =
        """
        {'temperature':0.5,'stop_sequences':['x'],'metadata':{'user_id':'u'},
         'service_tier':'standard_only','cache_control':{'type':'ephemeral','ttl':'1h'},
         'system':[{'type':'text','text':'a','cache_control':{'type':'ephemeral','ttl':'1h'}}],
         'tools':[{'name':'f','description':'d','input_schema':{'type':'object'}},
                  {'type':'web_search_20250305','name':'web_search'}],
         'tool_choice':{'type':'none'},
         'output_config':{'format':{'type':'json_schema','schema':{'type':'object',
           'properties':{'a':{'type':'string','pattern':'^a+$'},
             'b':{'anyOf':[{'type':'null'},{'$ref':'#/$defs/B'}]},
             'c':{'type':'array','items':{'type':'integer'},'minItems':1},
             'd':{'enum':['x','y'],'type':'string'}},
           'required':['a','b','c'],'additionalProperties':false,
           '$defs':{'B':{'type':'string','format':'date','description':'b'}}}}}}
        """;
    ObjectNode request = request("claude-sonnet-4-5").setAll((ObjectNode) json(accepted));

    HttpResponse<String> response = client.post("/v1/messages", request.toString());

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  private static void addParameters(List<Arguments> cases) {
    String model = "claude-sonnet-4-5";
    add(cases, model, "{'max_tokens':null}", "max_tokens: Field required");
    add(cases, model, "{'max_tokens':0}", "max_tokens: Input should be greater than or equal to 1");
    add(cases, model, "{'max_tokens':'9'}", "max_tokens: Input should be a valid integer");
    add(cases, model, "{'model':null}", "model: Field required");
    add(cases, model, "{'messages':null}", "messages: Field required");
    add(cases, model, "{'messages':[]}", "messages: at least one message is required");
    add(cases, model, "{'seed':1}", "seed: Extra inputs are not permitted");
    add(cases, model, "{'mcp_servers':[]}", "mcp_servers: Extra inputs are not permitted");
    add(cases, model, "{'temperature':1.5}", "temperature: range: 0..1");
    add(cases, model, "{'service_tier':'flex'}", "service_tier: Input should be one of");
    add(cases, model, "{'stop_sequences':[' ']}", "must contain non-whitespace");
    add(cases, model, "{'temperature':0.1,'top_p':0.1}", "cannot both be specified");
    add(cases, model, "{'metadata':{'name':'x'}}", "metadata.name: Extra inputs");
    String thinking = "'thinking':{'type':'enabled','budget_tokens':%d}";
    add(cases, model, "{%s}".formatted(thinking.formatted(1_000)), "equal to 1024");
    add(cases, model, "{%s}".formatted(thinking.formatted(5_000)), "`max_tokens` must be greater");
    String enabled = thinking.formatted(1_024);
    add(cases, model, "{" + enabled + ",'temperature':0}", "may only be set to 1");
    add(cases, model, "{" + enabled + ",'top_k':3}", "`top_k` must be unset");
    add(cases, model, "{'thinking':{'type':'on'}}", "Input tag 'on'");
    add(cases, model, "{'thinking':{'type':'adaptive'}}", "adaptive thinking is not supported");
    add(cases, model, "{'output_config':{'effort':'low'}}", "does not support the effort");
  }

  private static void addFamilies(List<Arguments> cases) {
    String opus = "claude-opus-5-5";
    String disabled = "{'thinking':{'type':'disabled'}}";
    add(cases, opus, disabled, "\"thinking.type.disabled\" is not supported for this model");
    add(cases, "claude-sonnet-5-5", disabled, "send \"thinking\": {\"type\": \"between_tools\"}");
    add(cases, "claude-fable-5-1", disabled, "\"thinking.type.disabled\" is not supported");
    String budget = "{'thinking':{'type':'enabled','budget_tokens':1024}}";
    for (String model : new String[] {opus, "claude-sonnet-5-5", "claude-opus-4-7"}) {
      add(cases, model, budget, "\"thinking.type.enabled\" is not supported for this model");
      add(cases, model, "{'temperature':0}", "`temperature` is deprecated for this model.");
      add(cases, model, "{'top_p':0.5}", "`top_p` is deprecated for this model.");
      add(cases, model, "{'top_k':1}", "`top_k` is deprecated for this model.");
    }
    add(cases, opus, "{'thinking':{'type':'between_tools'}}", "\"thinking.type.between_tools\"");
    add(
        cases,
        "claude-sonnet-5-5",
        "{'thinking':{'type':'between_tools'},'output_config':{'effort':'max'}}",
        "not supported with effort 'max'");
    String prefill =
        "{'messages':[{'role':'user','content':'a'},{'role':'assistant','content':'{'}]}";
    add(cases, opus, prefill, "does not support assistant message prefill");
    add(cases, "claude-opus-4-6", prefill, "does not support assistant message prefill");
    add(cases, "claude-sonnet-4-6", "{'output_config':{'effort':'xhigh'}}", "effort: Input should");
    add(
        cases,
        "claude-sonnet-4-0",
        "{'output_config':{'format':{'type':'json_schema','schema':{'type':'string'}}}}",
        "'claude-sonnet-4-0' does not support output format.");
  }

  private static void addTools(List<Arguments> cases) {
    String tools = "'tools':[{'name':'f','input_schema':{'type':'object'}}]";
    String model = "claude-sonnet-4-5";
    for (String choice : new String[] {"{'type':'any'}", "{'type':'tool','name':'f'}"}) {
      String forced = "{" + tools + ",'tool_choice':" + choice;
      add(cases, "claude-opus-5-5", forced + "}", "tool_choice forces tool use is not compatible");
      add(
          cases,
          model,
          forced + ",'thinking':{'type':'enabled','budget_tokens':1024}}",
          "Thinking may not be enabled when tool_choice forces tool use.");
    }
    add(cases, model, "{'tool_choice':{'type':'auto'}}", "only be specified while providing tools");
    add(
        cases,
        model,
        "{" + tools + ",'tool_choice':{'type':'tool','name':'g'}}",
        "Tool 'g' not found");
    add(cases, model, "{'tools':[{'name':'f'}]}", "tools.0.custom.input_schema: Field required");
    add(cases, model, "{'tools':[{'name':'f','input_schema':{}}]}", "input_schema.type: Field");
    add(
        cases,
        model,
        "{'tools':[{'name':'a b','input_schema':{'type':'object'}}]}",
        "tools.0.custom.name: String should match pattern");
    add(
        cases,
        model,
        "{'tools':[{'name':'f','input_schema':{'type':'object'}},{'name':'f','input_schema':{'type':'object'}}]}",
        "tools: Tool names must be unique.");
    add(
        cases,
        model,
        "{'tools':[{'name':'f','parameters':{},'input_schema':{'type':'object'}}]}",
        "tools.0.custom.parameters: Extra inputs are not permitted");
    add(
        cases,
        model,
        "{'tools':[{'name':'f','strict':true,'input_schema':{'type':'object'}}]}",
        "'additionalProperties' must be explicitly set to false");
    add(
        cases,
        model,
        "{'tools':[{'name':'f','input_schema':{'type':'object','anyOf':[]}}]}",
        "does not support oneOf, allOf, or anyOf at the top level");
  }

  private static void addMessages(List<Arguments> cases) {
    String model = "claude-sonnet-4-5";
    String user = "{'role':'user','content':'a'}";
    String result =
        "{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_1','content':'x'}]}";
    addMessages(cases, "{'role':'system','content':'a'}", "Unexpected role \"system\"");
    addMessages(cases, user + ",{'role':'system','content':'a'}", "Unexpected role \"system\"");
    addMessages(cases, "{'role':'tool','content':'a'}", "Unexpected role \"tool\"");
    addMessages(cases, "{'role':'user'}", "messages.0.content: Field required");
    addMessages(cases, "{'role':'user','content':''}", "must have non-empty content");
    addMessages(cases, "{'role':'user','content':[]}", "must have non-empty content");
    addMessages(cases, "{'role':'user','content':'a','name':'b'}", "messages.0.name: Extra inputs");
    addMessages(
        cases,
        "{'role':'user','content':[{'type':'text','text':''}]}",
        "text content blocks must be non-empty");
    addMessages(
        cases,
        "{'role':'user','content':[{'type':'text','text':'a','id':'b'}]}",
        "messages.0.content.0.text.id: Extra inputs are not permitted");
    addMessages(cases, result, "unexpected `tool_use_id` found in `tool_result` blocks: toolu_1");
    addMessages(cases, user + "," + CALL + "," + user, "`tool_use` ids were found without");
    addMessages(cases, user + "," + CALL, "`tool_use` ids were found without");
    addMessages(
        cases,
        user + "," + CALL + "," + result + "," + CALL + "," + result,
        "`tool_use` ids must be unique");
    addMessages(
        cases,
        "{'role':'user','content':[{'type':'tool_use','id':'a','name':'f','input':{}}]}",
        "not permitted in messages with role `user`");
    addMessages(
        cases,
        "{'role':'user','content':[{'type':'image','source':{'type':'base64','data':'','media_type':'image/bmp'}}]}",
        "media_type: Input should be one of");
    addMessages(
        cases,
        user
            + ",{'role':'assistant','content':[{'type':'thinking','thinking':'a','signature':'b'}]},"
            + user,
        "messages.1.content.0: Invalid `signature` in `thinking` block");
    add(
        cases,
        model,
        "{'thinking':{'type':'enabled','budget_tokens':1024},'messages':[%s,%s,%s]}"
            .formatted(user, CALL, result),
        "Expected `thinking` or `redacted_thinking`, but found `tool_use`");
  }

  private static void addMarkers(List<Arguments> cases) {
    String model = "claude-sonnet-4-5";
    String marked = "{'type':'text','text':'a','cache_control':{'type':'ephemeral'}}";
    String markedLong = marked.replace("'ephemeral'", "'ephemeral','ttl':'1h'");
    add(
        cases,
        model,
        "{'system':[%s,%s,%s,%s,%s]}".formatted(marked, marked, marked, marked, marked),
        "A maximum of 4 blocks with cache_control may be provided. Found 5.");
    add(
        cases,
        model,
        "{'system':[%s,%s]}".formatted(marked, markedLong),
        "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block");
    add(cases, model, "{'cache_control':{'type':'x'}}", "cache_control.type: Input should be");
    add(cases, model, "{'cache_control':{'type':'ephemeral','ttl':'2h'}}", "cache_control.ttl");
    addMessages(
        cases,
        "{'role':'user','content':'a'},{'role':'assistant','content':[{'type':'thinking','thinking':'a','signature':'b','cache_control':{'type':'ephemeral'}}]},{'role':'user','content':'a'}",
        "messages.1.content.0.thinking.cache_control: Extra inputs are not permitted");
  }

  private static void addSchemas(List<Arguments> cases) {
    String object = "{'type':'object','properties':{'a':%s},'required':['a']%s}";
    String closed = ",'additionalProperties':false";
    String open = "'additionalProperties' must be explicitly set to false";
    addSchema(cases, object.formatted("{'type':'string'}", ""), open);
    addSchema(cases, object.formatted("{'type':'string'}", ",'additionalProperties':{}"), open);
    Map<String, String> properties =
        Map.ofEntries(
            Map.entry("{'type':'integer','minimum':1,'maximum':2}", "maximum, minimum are not"),
            Map.entry("{'type':'string','minLength':1}", "minLength is not supported"),
            Map.entry("{'type':'string','format':'binary'}", "'format' value 'binary'"),
            Map.entry("{'type':'string','pattern':'(?=a)'}", "unsupported feature"),
            Map.entry(
                "{'type':'array','items':{'type':'string'},'minItems':2}", "'minItems' values"),
            Map.entry("{'type':'array','items':{'type':'string'},'maxItems':2}", "maxItems is not"),
            Map.entry("{'oneOf':[{'type':'string'}]}", "Schema type is required"),
            Map.entry("{'type':'string','not':{}}", "not is not supported"),
            Map.entry("{'$ref':'http://a'}", "External '$ref' is not supported"),
            Map.entry("{'$ref':'#'}", "Recursive schemas are not supported"),
            Map.entry("{'$ref':'#/$defs/a'}", "'$ref' not found"),
            Map.entry("{'enum':[{}]}", "Complex types in 'enum' are not supported"));
    properties.forEach(
        (property, expected) -> addSchema(cases, object.formatted(property, closed), expected));
    addSchema(cases, many(25, "{'type':'string'}", false), "too many optional parameters (25)");
    addSchema(cases, many(17, "{'type':['string','null']}", true), "union types (17 parameters");
  }

  private static String many(int count, String property, boolean isRequired) {
    var properties = new ArrayList<String>();
    var names = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      properties.add("'p" + i + "':" + property);
      names.add("'p" + i + "'");
    }
    return "{'type':'object','additionalProperties':false,'properties':{%s},'required':[%s]}"
        .formatted(String.join(",", properties), isRequired ? String.join(",", names) : "");
  }

  private static void addSchema(List<Arguments> cases, String schema, String expected) {
    add(
        cases,
        "claude-opus-5-5",
        "{'output_config':{'format':{'type':'json_schema','schema':%s}}}".formatted(schema),
        expected);
  }

  private static void addMessages(List<Arguments> cases, String messages, String expected) {
    add(cases, "claude-sonnet-4-5", "{'messages':[" + messages + "]}", expected);
  }

  private static void add(List<Arguments> cases, String model, String changes, String expected) {
    cases.add(Arguments.of(model, changes, expected));
  }

  private static ObjectNode request(String model) {
    return (ObjectNode)
        json(
            "{'model':'%s','max_tokens':4096,'messages':[{'role':'user','content':'hi'}]}"
                .formatted(model));
  }

  private static JsonNode json(String text) {
    return ReferenceValidator.read(text.replace('\'', '"'));
  }
}
