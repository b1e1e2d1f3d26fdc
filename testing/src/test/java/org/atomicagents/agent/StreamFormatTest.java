package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.StreamFormat.JSON_LINES;
import static org.atomicagents.StreamFormat.SERVER_SENT_EVENTS;
import static org.atomicagents.agent.Orders.BAD_TYPE;
import static org.atomicagents.agent.Orders.GOOD;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Limits;
import org.atomicagents.RunOptions;
import org.atomicagents.TextGrowth;
import org.atomicagents.agent.Orders.Line;
import org.atomicagents.agent.Orders.Wish;
import org.atomicagents.model.CancelledException;
import org.atomicagents.model.InvalidOutputException;
import org.atomicagents.model.ProviderError;
import org.atomicagents.model.UnavailableException;
import org.atomicagents.testing.ScriptedAnswer;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

class StreamFormatTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void namesTheDraftThatIsDone() throws IOException {
    JSON_LINES.write(stream(ScriptedModel.answering(BAD_TYPE, GOOD)), out);

    assertThat(written()).endsWith("{\"type\":\"done\",\"draft\":2}\n");
  }

  @Test
  void tellsTheKindOfAFailure() {
    var busy =
        UnavailableException.of(new ProviderError("scripted", 503, null, "Busy", "{}"), null);
    var model = ScriptedModel.of(ScriptedAnswer.throwing(busy));

    assertThatThrownBy(() -> SERVER_SENT_EVENTS.write(stream(model), out)).isSameAs(busy);

    assertThat(written()).isEqualTo("event: failed\ndata: {\"failure\":\"Unavailable\"}\n\n");
  }

  @Test
  void tellsThatNoAnswerWasValid() {
    var model = ScriptedModel.answering("[]", "[]");

    assertThatThrownBy(() -> JSON_LINES.write(stream(model), out))
        .isInstanceOf(InvalidOutputException.class);

    assertThat(written()).endsWith("{\"type\":\"failed\",\"failure\":\"InvalidOutput\"}\n");
  }

  @Test
  void tellsThatItWasClosed() {
    AgentStream<Line> stream = stream(ScriptedModel.answering(GOOD));
    stream.close();

    assertThatThrownBy(() -> JSON_LINES.write(stream, out)).isInstanceOf(CancelledException.class);

    assertThat(written()).isEqualTo("{\"type\":\"failed\",\"failure\":\"Cancelled\"}\n");
  }

  @Test
  void tellsAFailureThatIsNoneOfOurs() {
    var exhausted = ScriptedModel.answering();

    assertThatThrownBy(() -> JSON_LINES.write(stream(exhausted), out))
        .isInstanceOf(IllegalStateException.class);

    assertThat(written()).isEqualTo("{\"type\":\"failed\",\"failure\":\"Failure\"}\n");
  }

  @Test
  void sendsOfATextThatGrowsWhatIsAddedAlone() throws IOException {
    var answer = new Answer(List.of("{\"sku\":\"a", "\\nb", "\",\"count\":2}"));

    SERVER_SENT_EVENTS.write(answer.stream(), answer, TextGrowth.APPENDED);

    assertThat(answer.written())
        .isEqualTo(
            """
            event: patch
            data: {"draft":1,"patch":[{"op":"replace","path":"","value":{"sku":"a"}}]}

            event: patch
            data: {"draft":1,"patch":[],"append":[{"path":"/sku","value":"\\nb"}]}

            event: patch
            data: {"draft":1,"patch":[{"op":"add","path":"/count","value":2}]}

            event: done
            data: {"draft":1}

            """);
  }

  @Test
  void sendsALongTextOnceAndNotAllItsBeginnings() throws IOException {
    int pieces = 500;
    var said = new ArrayList<>(Collections.nCopies(pieces, "x".repeat(30)));
    said.addFirst("{\"count\":2,\"sku\":\"");
    said.addLast("\"}");
    var appended = new Answer(said);
    var replaced = new Answer(said);

    JSON_LINES.write(appended.stream(), appended, TextGrowth.APPENDED);
    JSON_LINES.write(replaced.stream(), replaced);

    assertThat(appended.written().lines()).hasSize(pieces + 2);
    assertThat(appended.size()).isLessThan(pieces * 130);
    assertThat(replaced.size()).isGreaterThan(pieces * 7_000);
  }

  /** An answer that goes on as soon as what was said is written here. */
  private static final class Answer extends ByteArrayOutputStream {
    private final Tape tape = new Tape();
    private final Iterator<String> pieces;

    Answer(List<String> pieces) {
      this.pieces = pieces.iterator();
      flush();
    }

    AgentStream<Line> stream() {
      return AtomicAgent.of(Wish.class, Line.class, Tape.model(tape)).stream(new Wish("two a"));
    }

    @Override
    public void flush() {
      if (pieces.hasNext()) {
        tape.say(pieces.next());
        if (!pieces.hasNext()) {
          tape.end();
        }
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
    return AtomicAgent.of(Wish.class, Line.class, script.model()).stream(
        new Wish("two a"), RunOptions.defaults().withLimits(Limits.defaults().withMaxAttempts(2)));
  }
}
