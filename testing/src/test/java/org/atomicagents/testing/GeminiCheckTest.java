package org.atomicagents.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.atomicagents.testing.internal.generate.ReferenceValidator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests that the simulated generateContent rejects each request that Google rejects. */
class GeminiCheckTest {
  private static SimulatedProvider provider;
  private static SimulatedHttpClient client;

  @BeforeAll
  static void start() {
    provider = SimulatedProvider.start();
    client = new SimulatedHttpClient(provider);
  }

  @AfterAll
  static void close() {
    provider.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'seed':1} | Unknown name "seed": Cannot find field.
          {'generationConfig':{'max_tokens':1}} | Unknown name "max_tokens" at 'generation_config'
          {'contents':null} | contents is not specified
          {'contents':[{'role':'system','parts':[{'text':'a'}]}]} | Please use a valid role
          {'contents':[{'role':'user','parts':[]}]} | contents.parts must not be empty
          {'contents':[{'role':'user','parts':[{'type':'text'}]}]} | Unknown name "type" at 'contents[0].parts[0]'
          {'contents':[{'parts':[{'text':'a','inlineData':{'mimeType':'image/png','data':''}}]}]} | oneof field 'data' is already set
          {'contents':[{'parts':[{}]}]} | required oneof field 'data'
          {'contents':[{'parts':[{'inlineData':{'data':''}}]}]} | must have a mimeType
          {'contents':[{'parts':[{'functionResponse':{'response':{}}}]}]} | Name cannot be empty
          {'contents':[{'parts':[{'functionResponse':{'name':'f','response':{}}}]}]} | immediately after a function call turn
          {'contents':[{'role':'model','parts':[{'functionCall':{'name':'f'}}]}]} | comes immediately after a user turn
          {'generationConfig':{'responseJsonSchema':{'type':'string'}}} | only allowed when the response mime type
          {'generationConfig':{'responseMimeType':'text/csv'}} | allowed mimetypes
          {'generationConfig':{'responseMimeType':'application/json','responseSchema':{},'responseJsonSchema':{}}} | only one of
          {'generationConfig':{'responseMimeType':'application/json','responseSchema':{'$ref':'#'}}} | Unknown name "$ref" at 'generation_config.response_schema'
          {'generationConfig':{'responseMimeType':'application/json','responseSchema':{'type':'OBJECT','properties':{'a':{'additionalProperties':false}}}}} | Unknown name "additionalProperties"
          {'generationConfig':{'candidateCount':2}} | only one candidate
          {'generationConfig':{'temperature':3}} | range [0.0, 2.0]
          {'generationConfig':{'topP':3}} | range [0.0, 1.0]
          {'generationConfig':{'maxOutputTokens':0}} | must be positive
          {'generationConfig':{'stopSequences':['1','2','3','4','5','6']}} | at most 5
          {'generationConfig':{'thinkingConfig':{'thinkingLevel':'LOW','thinkingBudget':1}}} | only one of thinking budget and thinking level
          {'generationConfig':{'thinkingConfig':{'thinkingLevel':'HUGE'}}} | Invalid value at 'generation_config.thinking_config
          {'tools':[{'functionDeclarations':[{'name':'1'}]}]} | Invalid function name
          {'tools':[{'functionDeclarations':[{'name':'f'},{'name':'f'}]}]} | Duplicate function declaration found: f
          {'tools':[{'functionDeclarations':[{'name':'f','parameters':{'type':'STRING'}}]}]} | should be of type OBJECT
          {'tools':[{'functionDeclarations':[{'name':'f','parameters':{},'parametersJsonSchema':{}}]}]} | has both parameters
          {'tools':[{'functionDeclarations':[{'name':'f'}]}],'toolConfig':{'functionCallingConfig':{'allowedFunctionNames':['f']}}} | mode is not ANY
          {'tools':[{'functionDeclarations':[{'name':'f'}]}],'toolConfig':{'functionCallingConfig':{'mode':'ANY','allowedFunctionNames':['g']}}} | 'g' without a declaration
          {'toolConfig':{'functionCallingConfig':{'mode':'SOME'}}} | FunctionCallingConfig.Mode
          """)
  void rejects(String changes, String expected) throws Exception {
    assertRejected("gemini-3-flash-preview", changes, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gemini-2.5-flash | "thinkingLevel":"LOW" | Thinking level is not supported
          gemini-3.8-flash | "thinkingLevel":"MINIMAL" | Thinking level MINIMAL is not supported
          gemini-3.7-flash | "thinkingLevel":"minimal" | Thinking level MINIMAL is not supported
          gemini-3-pro-preview | "thinkingLevel":"MEDIUM" | Thinking level MEDIUM is not supported
          gemini-2.5-pro | "thinkingBudget":0 | Budget 0 is invalid
          gemini-2.5-pro | "thinkingBudget":100 | between 128 and 32768
          gemini-2.5-flash | "thinkingBudget":30000 | between 1 and 24576
          gemini-2.5-flash-lite | "thinkingBudget":100 | between 512 and 24576
          gemini-2.0-flash | "includeThoughts":true | Thinking is not supported
          """)
  void rejectsThinkingThatTheFamilyDoesNotHave(String model, String thinking, String expected)
      throws Exception {
    assertRejected(model, "{'generationConfig':{'thinkingConfig':{" + thinking + "}}}", expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gemini-3-flash-preview | "thinkingLevel":"MINIMAL"
          gemini-3.8-flash-lite | "thinkingLevel":"minimal"
          gemini-3.1-pro-preview | "thinkingLevel":"MEDIUM"
          gemini-2.5-flash | "thinkingBudget":0
          gemini-2.5-pro | "thinkingBudget":-1
          gemini-3.8-flash | "thinkingBudget":1000
          a-tuned-model | "thinkingLevel":"MINIMAL"
          """)
  void acceptsThinkingThatTheFamilyHas(String model, String thinking) throws Exception {
    HttpResponse<String> response =
        send(model, "{'generationConfig':{'thinkingConfig':{" + thinking + "}}}");

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"gemini-2.5-flash, 400", "gemini-3-flash-preview, 200"})
  void acceptsFunctionsWithAJsonFormatFromVersionThreeOn(String model, int status)
      throws Exception {
    String both =
        "{'tools':[{'functionDeclarations':[{'name':'f'}]}],'generationConfig':{'responseMimeType':'application/json'}}";

    HttpResponse<String> response = send(model, both);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [] | contents.parts must not be empty
          [{'functionResponse':{'name':'g'}}] | the id and the name of each
          [{'functionResponse':{'name':'f','id':'2'}}] | the id and the name of each
          [{'functionResponse':{'name':'f'}},{'functionResponse':{'name':'f'}}] | number of function response parts
          [{'text':'a'}] | number of function response parts
          """,
      quoteCharacter = '~')
  void rejectsUnpairedFunctionResponses(String parts, String expected) throws Exception {
    assertRejected(
        "gemini-2.5-flash",
        "{'contents':[{'parts':[{'text':'a'}]},{'role':'model','parts':[{'functionCall':{'name':'f','id':'1'}}]},{'role':'user','parts':%s}]}"
            .formatted(parts),
        expected);
  }

  private static void assertRejected(String model, String changes, String expected)
      throws Exception {
    HttpResponse<String> response = send(model, changes);

    JsonNode error = ReferenceValidator.read(response.body()).path("error");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(error.path("code").asInt()).isEqualTo(400);
    assertThat(error.path("status").asString()).isEqualTo("INVALID_ARGUMENT");
    assertThat(error.path("message").asString()).contains(expected);
  }

  private static HttpResponse<String> send(String model, String changes) throws Exception {
    ObjectNode request =
        (ObjectNode) json("{'contents':[{'role':'user','parts':[{'text':'hi'}]}]}");
    for (Map.Entry<String, JsonNode> change : json(changes).properties()) {
      if (change.getValue().isNull()) {
        request.remove(change.getKey());
      } else {
        request.set(change.getKey(), change.getValue());
      }
    }
    return client.post("/v1beta/models/" + model + ":generateContent", request.toString());
  }

  private static JsonNode json(String text) {
    return ReferenceValidator.read(text.replace('\'', '"'));
  }
}
