package org.atomicagents.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.Partial;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.model.Model;
import org.atomicagents.schema.Description;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolLoop;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Agents, streams and tool loops with a model that thinks. */
class ClaudeToolLoopTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Description("A sum of two numbers that is needed")
  record Sum(int a, int b) {}

  @Description("The value of a sum")
  record Total(int value) {}

  @Test
  void aLoopRepeatsTheThinkingOfItsSteps() throws Exception {
    for (String name : List.of("claude-opus-5-5", "claude-sonnet-4-6")) {
      try (var server = steps();
          var client = Anthropic.at(server.uri(""))) {
        var agent = AtomicAgent.of(BasicChatInput.class, BasicChatOutput.class, client.model(name));
        var loop =
            ToolLoop.builder(agent)
                .tool(Tool.of("sum", Sum.class, Total.class, sum -> new Total(sum.a() + sum.b())))
                .build();
        var options = RunOptions.history(ChatHistory.unbounded());

        assertThat(loop.run(new BasicChatInput("2+3?"), options).chatMessage()).isEqualTo("5");
        assertThat(loop.run(new BasicChatInput("And now?"), options).chatMessage()).isEqualTo("5");

        int requests = server.requests();
        assertThat(requests).isGreaterThanOrEqualTo(3);
        for (int i = 0; i < requests; i++) {
          JsonNode body = MAPPER.readTree(server.takeRequest().body());
          assertThat(ClaudeRequestChecker.check(body)).as(body.toString()).isEmpty();
          assertThat(body.toString().split("\"signature\":\"s", -1)).as(name).hasSize(i + 1);
        }
      }
    }
  }

  /** Starts a server that thinks in each response, and calls the tool in its first one. */
  private static LoopbackServer steps() {
    var count = new AtomicInteger();
    return LoopbackServer.start((request, client) -> {
      int step = count.getAndIncrement();
      String content =
          step == 0
              ? "{\\\"type\\\":\\\"call_tools\\\",\\\"calls\\\":[{\\\"tool\\\":\\\"sum\\\",\\\"input\\\":{\\\"a\\\":2,\\\"b\\\":3}}]}"
              : "{\\\"type\\\":\\\"answer\\\",\\\"answer\\\":{\\\"chatMessage\\\":\\\"5\\\"}}";
      client.respond(
          200,
          "application/json",
          "{\"id\":\"m\",\"model\":\"c\",\"stop_reason\":\"end_turn\",\"content\":["
              + "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"s%d\"},%s]}"
                  .formatted(step, text("{\\\"step\\\":" + content + "}")));
    });
  }

  private static String text(String json) {
    return "{\"type\":\"text\",\"text\":\"" + json + "\"}";
  }

  @Test
  void aStreamHasPartialValues() {
    String stream =
        """
        data: {"type":"message_start","message":{"id":"m","model":"c","content":[]}}

        data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

        data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm."}}

        data: {"type":"content_block_stop","index":0}

        data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"{\\"chatMessage\\":\\"He"}}

        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"llo\\"}"}}

        data: {"type":"content_block_stop","index":1}

        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9}}

        data: {"type":"message_stop"}

        """;
    try (var server = LoopbackServer.answering(200, "text/event-stream", stream);
        var client = Anthropic.at(server.uri(""))) {
      Model model = client.model("claude-opus-5-5");
      var values = new ArrayList<String>();
      try (var run = AtomicAgent.of(model).stream(new BasicChatInput("Hi"))) {
        for (Partial<BasicChatOutput> partial : run) {
          values.add(String.valueOf(partial.value()));
        }
        assertThat(run.result().chatMessage()).isEqualTo("Hello");
      }
      assertThat(values).isNotEmpty();
    }
  }
}
