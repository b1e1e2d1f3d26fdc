package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.StreamFormat.JSON_LINES;
import static org.atomicagents.StreamFormat.SERVER_SENT_EVENTS;
import static org.atomicagents.agent.OrderTypes.BAD_TYPE;
import static org.atomicagents.agent.OrderTypes.GOOD;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.StreamFormat;
import org.atomicagents.agent.OrderTypes.Line;
import org.atomicagents.agent.OrderTypes.Wish;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.model.Model;
import org.atomicagents.schema.TextPatchMode;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamFormatTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void writesTheDraftOfTheOutput() throws IOException {
    JSON_LINES.write(stream(ScriptedModel.answering(BAD_TYPE, GOOD)), out);

    assertThat(written()).endsWith("{\"type\":\"done\",\"draft\":2}\n");
  }

  @Test
  void writesTheTypeOfAFailure() {
    var busy =
        UnavailableException.of(new ProviderError("scripted", 503, null, "Busy", "{}"), null);
    var model = ScriptedModel.of(ScriptedResponse.throwing(busy));

    assertThatThrownBy(() -> SERVER_SENT_EVENTS.write(stream(model), out)).isSameAs(busy);

    assertThat(written()).isEqualTo("event: failed\ndata: {\"failure\":\"Unavailable\"}\n\n");
  }

  @Test
  void writesThatNoOutputWasValid() {
    var model = ScriptedModel.answering("[]", "[]");

    assertThatThrownBy(() -> JSON_LINES.write(stream(model), out))
        .isInstanceOf(InvalidOutputException.class);

    assertThat(written()).endsWith("{\"type\":\"failed\",\"failure\":\"InvalidOutput\"}\n");
  }

  @Test
  void writesThatTheStreamWasClosed() {
    AgentStream<Line> stream = stream(ScriptedModel.answering(GOOD));
    stream.close();

    assertThatThrownBy(() -> JSON_LINES.write(stream, out)).isInstanceOf(CancelledException.class);

    assertThat(written()).isEqualTo("{\"type\":\"failed\",\"failure\":\"Cancelled\"}\n");
  }

  @Test
  void writesAFailureOfAnotherType() {
    var exhausted = ScriptedModel.answering();

    assertThatThrownBy(() -> JSON_LINES.write(stream(exhausted), out))
        .isInstanceOf(IllegalStateException.class);

    assertThat(written()).isEqualTo("{\"type\":\"failed\",\"failure\":\"Failure\"}\n");
  }

  @Test
  void appendsOnlyTheNewText() throws IOException {
    var responses =
        new ChunkedResponses(List.of(List.of("{\"sku\":\"a", "\\nb", "\",\"count\":2}")));

    SERVER_SENT_EVENTS.write(responses.stream(), responses, TextPatchMode.APPEND);

    assertThat(responses.written())
        .isEqualTo(
            """
            event: patch
            data: {"draft":1,"patch":[{"op":"replace","path":"","value":{"sku":"a"}}]}

            event: patch
            data: {"draft":1,"patch":[{"op":"append","path":"/sku","value":"\\nb"}]}

            event: patch
            data: {"draft":1,"patch":[{"op":"add","path":"/count","value":2}]}

            event: done
            data: {"draft":1}

            """);
  }

  @Test
  void replacesTheCompleteValueForEachDraft() throws IOException {
    List<String> bad = List.of("{\"sku\":\"abc", "\",\"count\":0}");
    List<String> good = List.of("{\"sku\":\"xy", "z", "\",\"count\":1}");
    var responses = new ChunkedResponses(List.of(bad, good));

    JSON_LINES.write(responses.stream(), responses, TextPatchMode.APPEND);

    assertThat(responses.written())
        .isEqualTo(
            """
            {"type":"patch","draft":1,"patch":[{"op":"replace","path":"","value":{"sku":"abc"}}]}
            {"type":"patch","draft":1,"patch":[{"op":"add","path":"/count","value":0}]}
            {"type":"patch","draft":2,"patch":[{"op":"replace","path":"","value":{"sku":"xy"}}]}
            {"type":"patch","draft":2,"patch":[{"op":"append","path":"/sku","value":"z"}]}
            {"type":"patch","draft":2,"patch":[{"op":"add","path":"/count","value":1}]}
            {"type":"done","draft":2}
            """);
  }

  @Test
  void writesALongTextOnlyOnce() throws IOException {
    int chunks = 500;
    var response = new ArrayList<>(Collections.nCopies(chunks, "x".repeat(30)));
    response.addFirst("{\"count\":2,\"sku\":\"");
    response.addLast("\"}");
    var appended = new ChunkedResponses(List.of(response));
    var replaced = new ChunkedResponses(List.of(response));

    JSON_LINES.write(appended.stream(), appended, TextPatchMode.APPEND);
    JSON_LINES.write(replaced.stream(), replaced);

    assertThat(appended.written().lines()).hasSize(chunks + 2);
    assertThat(appended.size()).isLessThan(chunks * 130);
    assertThat(replaced.size()).isGreaterThan(chunks * 7_000);
  }

  @Test
  void writesAHeartbeatAfterAnIntervalWithoutMessages() throws Exception {
    var clock = new ManualClock();
    var format = SERVER_SENT_EVENTS.withHeartbeat(Duration.ofSeconds(15), clock);
    var response = new ControlledExchange();
    var written = writeInBackground(format, stream(ControlledExchange.model(response)), out);
    assertThat(clock.awaitSleep()).isEqualTo(Duration.ofSeconds(15));

    clock.advance(Duration.ofSeconds(15));
    clock.awaitSleep();
    response.emitText(GOOD).end();
    written.get(30, TimeUnit.SECONDS);

    assertThat(written()).startsWith(": heartbeat\n\nevent: patch\n").endsWith("{\"draft\":1}\n\n");
  }

  @Test
  void cancelsTheRunIfTheReceiverClosedItsConnection() throws Exception {
    var clock = new ManualClock();
    var format = SERVER_SENT_EVENTS.withHeartbeat(Duration.ofSeconds(15), clock);
    AgentStream<Line> stream = stream(ControlledExchange.model(new ControlledExchange()));
    try (Socket connection = connectionClosedByTheReceiver()) {
      var written = writeInBackground(format, stream, connection.getOutputStream());
      clock.awaitSleep();

      clock.advance(Duration.ofSeconds(15));

      assertThatThrownBy(() -> written.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(IOException.class);
      assertThatThrownBy(stream::result).isInstanceOf(CancelledException.class);
    }
  }

  private static Socket connectionClosedByTheReceiver() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var receiver = new Socket(server.getInetAddress(), server.getLocalPort())) {
      receiver.setSoLinger(true, 0);
      return server.accept();
    }
  }

  @Test
  void rejectsAHeartbeatWithoutAnInterval() {
    assertThatThrownBy(() -> JSON_LINES.withHeartbeat(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("interval: expected a positive duration, found PT0S");
  }

  private static Future<?> writeInBackground(
      StreamFormat format, AgentStream<Line> stream, OutputStream output) {
    var task =
        new FutureTask<Void>(() -> {
          format.write(stream, output);
          return null;
        });
    Thread.startVirtualThread(task);
    return task;
  }

  /** Responses whose next chunk is emitted when the previous one was written here. */
  private static final class ChunkedResponses extends ByteArrayOutputStream {
    private final Queue<Runnable> pending = new ArrayDeque<>();
    private final ControlledExchange[] exchanges;

    ChunkedResponses(List<List<String>> responses) {
      this.exchanges = responses.stream().map(this::exchange).toArray(ControlledExchange[]::new);
      flush();
    }

    private ControlledExchange exchange(List<String> chunks) {
      var exchange = new ControlledExchange();
      for (String chunk : chunks.subList(0, chunks.size() - 1)) {
        pending.add(() -> exchange.emitText(chunk));
      }
      pending.add(() -> exchange.emitText(chunks.getLast()).end());
      return exchange;
    }

    AgentStream<Line> stream() {
      return StreamFormatTest.stream(ControlledExchange.model(exchanges));
    }

    @Override
    public void flush() {
      Runnable next = pending.poll();
      if (next != null) {
        next.run();
      }
    }

    String written() {
      return toString(StandardCharsets.UTF_8);
    }
  }

  private String written() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private static AgentStream<Line> stream(ScriptedModel script) {
    return stream(script.model());
  }

  private static AgentStream<Line> stream(Model model) {
    return AtomicAgent.of(Wish.class, Line.class, model).stream(
        new Wish("two a"),
        RunOptions.defaults().withLimits(RunLimits.defaults().withMaxAttempts(2)));
  }
}
