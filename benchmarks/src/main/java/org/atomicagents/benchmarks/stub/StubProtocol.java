package org.atomicagents.benchmarks.stub;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/** A protocol of the stub server's complete responses, selected by the path of the request. */
public enum StubProtocol {
  /** https://platform.openai.com/docs/api-reference/chat. */
  CHAT(
      "/chat/completions",
      """
      {"id":"chatcmpl-417","object":"chat.completion","created":1790000000,"model":"stub",\
      "choices":[{"index":0,"message":{"role":"assistant","content":%s,"refusal":null},"logprobs":null,"finish_reason":"stop"}],\
      "usage":{"prompt_tokens":290,"completion_tokens":140,"total_tokens":430},"system_fingerprint":"fp_1"}\
      """),
  /** https://platform.openai.com/docs/api-reference/responses. */
  RESPONSES(
      "/responses",
      """
      {"id":"resp_417","object":"response","created_at":1790000000,"status":"completed","background":false,"error":null,\
      "incomplete_details":null,"instructions":null,"max_output_tokens":null,"model":"stub",\
      "output":[{"id":"msg_417","type":"message","status":"completed","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":%s}],"role":"assistant"}],\
      "parallel_tool_calls":true,"previous_response_id":null,"reasoning":{"effort":null,"summary":null},"service_tier":"default","store":false,"tool_choice":"auto","tools":[],\
      "usage":{"input_tokens":290,"input_tokens_details":{"cached_tokens":0},"output_tokens":140,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":430},"metadata":{}}\
      """),
  /** https://platform.claude.com/docs/en/api/messages. */
  MESSAGES(
      "/messages",
      """
      {"id":"msg_417","type":"message","role":"assistant","model":"claude-sonnet-5-5",\
      "content":[{"type":"text","text":%s}],"stop_reason":"end_turn","stop_sequence":null,\
      "usage":{"input_tokens":290,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,\
      "cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":140,"service_tier":"standard"}}\
      """),
  /** https://ai.google.dev/api/generate-content. */
  GEMINI(
      ":generateContent",
      """
      {"candidates":[{"content":{"parts":[{"text":%s}],"role":"model"},"finishReason":"STOP","index":0}],\
      "usageMetadata":{"promptTokenCount":290,"candidatesTokenCount":140,"totalTokenCount":430,\
      "promptTokensDetails":[{"modality":"TEXT","tokenCount":290}]},"modelVersion":"gemini-3.8-flash","responseId":"resp417"}\
      """);

  private final String pathSuffix;
  private final String response;

  StubProtocol(String pathSuffix, String response) {
    this.pathSuffix = pathSuffix;
    this.response = response;
  }

  /** Returns the protocol of a request path; chat completions for an unknown path. */
  static StubProtocol ofPath(String path) {
    for (StubProtocol protocol : values()) {
      if (path.endsWith(protocol.pathSuffix)) {
        return protocol;
      }
    }
    return CHAT;
  }

  /** Returns the body of a complete response with a text. */
  byte[] completeBody(String text) {
    return response
        .formatted(JsonMapper.shared().writeValueAsString(text))
        .getBytes(StandardCharsets.UTF_8);
  }
}
