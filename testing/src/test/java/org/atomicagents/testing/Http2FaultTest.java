package org.atomicagents.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.testing.RawHttp2Connection.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Faults and limits as they come over HTTP/2, in clear text and with TLS. */
class Http2FaultTest {
  private static final int NO_ERROR = 0;
  private static final int REFUSED_STREAM = 7;
  private static final Duration DELAY = Duration.ofSeconds(1);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesAStreamAndServesTheNext(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttp2Connection(provider)) {
      provider.fail(Fault.refusedStream());

      int refused = raw.ask(question());
      Frame reset = raw.next();
      int served = raw.ask(question());

      assertReset(reset, refused);
      assertThat(raw.body(served)).endsWith("data: [DONE]\n\n");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsTheClientAwayAndFinishesOlderStreams(boolean tls) throws Exception {
    var clock = new SteppedClock();
    try (var provider = delayed(clock, tls, 100);
        var raw = new RawHttp2Connection(provider)) {
      int older = raw.ask(question());
      clock.awaitSleep();
      provider.fail(Fault.goAway());

      raw.ask(question());
      Frame away = raw.next();
      clock.letGo(1);

      assertGoAway(away, older);
      assertThat(raw.body(older)).endsWith("data: [DONE]\n\n");
      assertThat(raw.isAtEnd()).isTrue();
      ActiveRequests.await(provider, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsTheClientAwayWithItsOnlyStreamUnprocessed(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttp2Connection(provider)) {
      provider.fail(Fault.goAway());

      raw.ask(question());

      assertGoAway(raw.next(), 0);
      assertThat(raw.isAtEnd()).isTrue();
    }
  }

  @Test
  void leavesStreamsNewerThanItsFarewellAlone() throws Exception {
    var clock = new SteppedClock();
    try (var provider = delayed(clock, false, 100);
        var raw = new RawHttp2Connection(provider)) {
      int older = raw.ask(question());
      clock.awaitSleep();
      provider.fail(Fault.goAway());
      raw.ask(question());
      Frame away = raw.next();

      raw.ask(question());
      clock.letGo(2);

      assertGoAway(away, older);
      assertThat(raw.body(older)).endsWith("data: [DONE]\n\n");
      assertThat(raw.isAtEnd()).isTrue();
      ActiveRequests.await(provider, 0);
    }
  }

  // Closed at once, unread bytes would turn the end into a reset, which loses the answer.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsInGoodOrderAlsoWhereTheClientGoesOnAsking(boolean tls) throws Exception {
    var clock = new SteppedClock();
    try (var provider = delayed(clock, tls, 100);
        var raw = new RawHttp2Connection(provider)) {
      int older = raw.ask(question());
      clock.awaitSleep();
      provider.fail(Fault.goAway());
      raw.ask(question());
      assertGoAway(raw.next(), older);

      clock.letGo(2);
      for (int i = 0; i < 200; i++) {
        raw.ask(question());
      }

      assertThat(raw.body(older)).endsWith("data: [DONE]\n\n");
      assertThat(raw.isAtEnd()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void resetsTheConnectionBeforeTheHeaders(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttp2Connection(provider)) {
      provider.fail(Fault.droppedBeforeHeaders());

      raw.ask(question());

      assertThatThrownBy(raw::next)
          .isInstanceOf(SocketException.class)
          .hasMessage("Connection reset");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsTheConnectionInTheHeaders(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttp2Connection(provider)) {
      provider.fail(Fault.droppedInHeaders());

      int stream = raw.ask(question());
      Frame head = raw.next();

      assertThat(head.type()).isEqualTo(RawHttp2Connection.HEADERS);
      assertThat(head.stream()).isEqualTo(stream);
      assertThat(head.payload().remaining()).isEqualTo(head.length() / 2);
      assertThat(raw.isAtEnd()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsTheConnectionInTheBody(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttp2Connection(provider)) {
      int chunks = ChatHttpClient.chunks(raw.body(raw.ask(question()))).size() + 1;
      provider.fail(Fault.droppedInBody());

      raw.ask(question());

      assertThat(raw.next().type()).isEqualTo(RawHttp2Connection.HEADERS);
      for (int i = 0; i < chunks / 2; i++) {
        Frame chunk = raw.next();
        assertThat(chunk.type()).isEqualTo(RawHttp2Connection.DATA);
        assertThat(chunk.endsStream()).isFalse();
      }
      assertThat(raw.isAtEnd()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void resetsTheConnectionInTheBody(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttp2Connection(provider)) {
      provider.fail(Fault.resetInBody());

      raw.ask(question());

      assertThatThrownBy(() -> readOn(raw))
          .isInstanceOf(SocketException.class)
          .hasMessage("Connection reset");
    }
  }

  @Test
  void truncatesAStreamAndKeepsTheConnection() throws Exception {
    try (var provider = provider(false);
        var raw = new RawHttp2Connection(provider)) {
      provider.fail(Fault.truncated());

      String part = raw.body(raw.ask(question()));
      String whole = raw.body(raw.ask(question()));

      assertThat(whole).startsWith(part).endsWith("data: [DONE]\n\n");
      assertThat(part).isNotEmpty().endsWith("\n\n").hasSizeLessThan(whole.length());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hangsUntilTheClientCancels(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttp2Connection(provider)) {
      provider.fail(Fault.hangingInBody(), Fault.hanging());
      int half = raw.ask(question());
      assertThat(raw.next().type()).isEqualTo(RawHttp2Connection.HEADERS);
      assertThat(raw.next().stream()).isEqualTo(half);
      int silent = raw.ask(question());
      ActiveRequests.awaitRequests(provider, 2);
      assertThat(provider.activeRequests()).isEqualTo(2);

      raw.cancel(silent);
      ActiveRequests.await(provider, 1);
      raw.cancel(half);
      ActiveRequests.await(provider, 0);

      int next = raw.ask(question());
      Frame frame = raw.next();
      while (frame.stream() == half) {
        frame = raw.next();
      }
      assertThat(frame.type()).isEqualTo(RawHttp2Connection.HEADERS);
      assertThat(raw.body(next)).endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void hangsUntilTheConnectionEnds() throws Exception {
    try (var provider = provider(true)) {
      provider.fail(Fault.hanging());
      var raw = new RawHttp2Connection(provider);
      raw.ask(question());
      ActiveRequests.await(provider, 1);

      raw.close();

      ActiveRequests.await(provider, 0);
    }
  }

  @Test
  void sendsTheBodyByteByByteAndLetsOtherStreamsPass() throws Exception {
    var clock = new SteppedClock();
    var perByte = Duration.ofMillis(3);
    try (var provider = SimulatedProvider.builder().timeSource(clock).start();
        var raw = new RawHttp2Connection(provider)) {
      provider.fail(Fault.slow(perByte));

      int slow = raw.ask(question());
      assertThat(raw.next().type()).isEqualTo(RawHttp2Connection.HEADERS);
      for (char expected : "data: {".toCharArray()) {
        assertThat(raw.next().text()).isEqualTo(String.valueOf(expected));
        assertThat(clock.awaitSleep()).isEqualTo(perByte);
        clock.letGo(1);
      }
      raw.next();
      assertThat(raw.body(raw.ask(question()))).endsWith("data: [DONE]\n\n");
      clock.letGo(1_000_000);

      assertThat(raw.body(slow)).endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void answersRefusalsOverHttp2Too() throws Exception {
    try (var provider = provider(true);
        var raw = new RawHttp2Connection(provider)) {
      provider.fail(Fault.rateLimited());

      assertThat(raw.body(raw.ask(question()))).contains("\"code\":\"rate_limit_exceeded\"");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesStreamsAboveTheLimitAndOnlyThem(boolean tls) throws Exception {
    var clock = new SteppedClock();
    try (var provider = delayed(clock, tls, 2);
        var raw = new RawHttp2Connection(provider)) {
      int first = raw.ask(question());
      clock.awaitSleep();
      int second = raw.ask(question());
      clock.awaitSleep();

      int third = raw.ask(question());
      assertReset(raw.next(), third);
      clock.letGo(1);
      List<Integer> ended = ended(raw, 1);
      int fourth = raw.ask(question());
      clock.awaitSleep();
      clock.letGo(2);
      ended.addAll(ended(raw, 2));

      assertThat(ended).containsExactlyInAnyOrder(first, second, fourth);
      assertThat(provider.requests()).hasSize(3);
      assertThat(provider.injected()).isEmpty();
    }
  }

  @Test
  void takesTheNextStreamAsSoonAsOneHasEnded() throws Exception {
    try (var provider = SimulatedProvider.builder().maxStreams(1).start();
        var raw = new RawHttp2Connection(provider)) {
      for (int i = 0; i < 500; i++) {
        assertThat(raw.body(raw.ask(question()))).endsWith("data: [DONE]\n\n");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noticesAtOnceThatAClientCancelsBetweenTwoChunks(boolean tls) throws Exception {
    var clock = new SteppedClock();
    try (var provider = delayed(clock, tls, 100);
        var http2 = new RawHttp2Connection(provider)) {
      var http1 = new RawHttpStream(provider, question());
      clock.awaitSleep();
      int stream = http2.ask(question());
      clock.awaitSleep();
      assertThat(provider.activeRequests()).isEqualTo(2);

      http2.cancel(stream);
      ActiveRequests.await(provider, 1);
      http1.close();

      ActiveRequests.await(provider, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void waitsNotForTheRestOfARequestWhoseClientHasGone(boolean tls) throws Exception {
    try (var provider = provider(tls)) {
      try (var http2 = new RawHttp2Connection(provider)) {
        http2.begin();
        ActiveRequests.await(provider, 1);
      }

      ActiveRequests.await(provider, 0);
    }
  }

  private static List<Integer> ended(RawHttp2Connection raw, int streams) throws Exception {
    var ended = new ArrayList<Integer>();
    while (ended.size() < streams) {
      Frame frame = raw.next();
      assertThat(frame.type()).isLessThanOrEqualTo(RawHttp2Connection.HEADERS);
      if (frame.endsStream()) {
        ended.add(frame.stream());
      }
    }
    return ended;
  }

  private static void readOn(RawHttp2Connection raw) throws Exception {
    while (!raw.next().endsStream()) {
      // On to the reset.
    }
  }

  private static void assertReset(Frame frame, int stream) {
    assertThat(frame.type()).isEqualTo(RawHttp2Connection.RST_STREAM);
    assertThat(frame.stream()).isEqualTo(stream);
    assertThat(frame.number(0)).isEqualTo(REFUSED_STREAM);
  }

  private static void assertGoAway(Frame frame, int lastStream) {
    assertThat(frame.type()).isEqualTo(RawHttp2Connection.GOAWAY);
    assertThat(frame.stream()).isZero();
    assertThat(frame.number(0)).isEqualTo(lastStream);
    assertThat(frame.number(4)).isEqualTo(NO_ERROR);
  }

  private static SimulatedProvider provider(boolean tls) {
    var builder = SimulatedProvider.builder();
    return tls ? builder.tls().start() : builder.start();
  }

  private static SimulatedProvider delayed(SteppedClock clock, boolean tls, int maxStreams) {
    var builder =
        SimulatedProvider.builder().timeSource(clock).firstTokenDelay(DELAY).maxStreams(maxStreams);
    return tls ? builder.tls().start() : builder.start();
  }

  private static ObjectNode question() {
    return ChatHttpClient.request("hello");
  }
}
