package org.atomicagents.benchmarks.stub;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** An answer of the chat-completions protocol, written once. */
public final class CannedResponse {
  private final byte[] whole;
  private final List<byte[]> events;

  private CannedResponse(byte[] whole, List<byte[]> events) {
    this.whole = whole;
    this.events = events;
  }

  public static CannedResponse of(StubScript script) {
    var events = new ArrayList<byte[]>();
    for (String piece : script.pieces()) {
      events.add(event("{\"content\":" + quoted(piece) + "}", "null"));
    }
    events.add(event("{}", "\"stop\""));
    events.add(bytes("data: [DONE]\n\n"));
    return new CannedResponse(whole(script.text()), List.copyOf(events));
  }

  /** The body that is one JSON object. */
  byte[] whole() {
    return whole;
  }

  /** The server-sent events of the same, the one that says that it is done included. */
  public List<byte[]> events() {
    return events;
  }

  private static byte[] whole(String text) {
    return bytes(
        """
        {"id":"chatcmpl-417","object":"chat.completion","created":1790000000,"model":"stub",\
        "choices":[{"index":0,"message":{"role":"assistant","content":%s,"refusal":null},"logprobs":null,"finish_reason":"stop"}],\
        "usage":{"prompt_tokens":290,"completion_tokens":140,"total_tokens":430},"system_fingerprint":"fp_1"}\
        """
            .formatted(quoted(text)));
  }

  private static byte[] event(String delta, String finish) {
    return bytes(
        """
        data: {"id":"chatcmpl-417","object":"chat.completion.chunk","created":1790000000,"model":"stub",\
        "service_tier":"default","system_fingerprint":"fp_1","usage":null,\
        "choices":[{"index":0,"delta":%s,"logprobs":null,"finish_reason":%s}],"obfuscation":"%s"}

        """
            .formatted(delta, finish, padding(delta)));
  }

  // OpenAI puts letters into each chunk so that all are of about one length.
  private static String padding(String delta) {
    return "x7Kq3ZpW9dLmT2vR".substring(delta.hashCode() & 7);
  }

  private static String quoted(String text) {
    return JsonMapper.shared().writeValueAsString(text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
