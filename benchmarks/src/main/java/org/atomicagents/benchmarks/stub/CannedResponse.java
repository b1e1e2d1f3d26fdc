package org.atomicagents.benchmarks.stub;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** A prepared response of the chat-completions protocol, complete and as events. */
public final class CannedResponse {
  private final byte[] completeBody;
  private final List<byte[]> events;

  private CannedResponse(byte[] completeBody, List<byte[]> events) {
    this.completeBody = completeBody;
    this.events = events;
  }

  /** Returns the response of a script. */
  public static CannedResponse of(StubScript script) {
    var events = new ArrayList<byte[]>();
    for (String delta : script.deltas()) {
      events.add(event("{\"content\":" + quoted(delta) + "}", "null"));
    }
    events.add(event("{}", "\"stop\""));
    events.add(bytes("data: [DONE]\n\n"));
    return new CannedResponse(StubProtocol.CHAT.completeBody(script.text()), List.copyOf(events));
  }

  /** Returns the body of a response that is not streamed. */
  byte[] completeBody() {
    return completeBody;
  }

  /** Returns the server-sent events of the streamed response, including {@code [DONE]}. */
  public List<byte[]> events() {
    return events;
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

  // OpenAI pads each chunk to approximately the same length.
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
