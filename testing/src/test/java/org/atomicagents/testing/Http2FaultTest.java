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

/** Tests faults and limits over HTTP/2, in clear text and with TLS. */
class Http2FaultTest {
  private static final int NO_ERROR = 0;
  private static final int REFUSED_STREAM = 7;
  private static final Duration DELAY = Duration.ofSeconds(1);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesAStreamAndProcessesTheNext(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttp2Connection(provider)) {
      provider.fail(Fault.refusedStream());

      int refused = raw.sendStreaming(request());
      Frame reset = raw.next();
      int accepted = raw.sendStreaming(request());

      assertReset(reset, refused);
      assertThat(raw.body(accepted)).endsWith("data: [DONE]\n\n");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsGoAwayAndFinishesOlderStreams(boolean tls) throws Exception {
    var clock = new SteppedClock();
    try (var provider = delayed(clock, tls, 100);
        var raw = new RawHttp2Connection(provider)) {
      int older = raw.sendStreaming(request());
      clock.awaitSleep();
      provider.fail(Fault.goAway());

      raw.sendStreaming(request());
      Frame goAway = raw.next();
      clock.release(1);

      assertGoAway(goAway, older);
      assertThat(raw.body(older)).endsWith("data: [DONE]\n\n");
      assertThat(raw.isAtEnd()).isTrue();
      ActiveRequests.await(provider, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsGoAwayForTheOnlyStream(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttp2Connection(provider)) {
      provider.fail(Fault.goAway());

      raw.sendStreaming(request());

      assertGoAway(raw.next(), 0);
      assertThat(raw.isAtEnd()).isTrue();
    }
  }

  @Test
  void ignoresStreamsOpenedAfterGoAway() throws Exception {
    var clock = new SteppedClock();
    try (var provider = delayed(clock, false, 100);
        var raw = new RawHttp2Connection(provider)) {
      int older = raw.sendStreaming(request());
      clock.awaitSleep();
      provider.fail(Fault.goAway());
      raw.sendStreaming(request());
      Frame goAway = raw.next();

      raw.sendStreaming(request());
      clock.release(2);

      assertGoAway(goAway, older);
      assertThat(raw.body(older)).endsWith("data: [DONE]\n\n");
      assertThat(raw.isAtEnd()).isTrue();
      ActiveRequests.await(provider, 0);
    }
  }

  // Closing a socket with unread bytes causes a reset, which would discard the response.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void completesOlderStreamsWhenTheClientKeepsSending(boolean tls) throws Exception {
    var clock = new SteppedClock();
    try (var provider = delayed(clock, tls, 100);
        var raw = new RawHttp2Connection(provider)) {
      int older = raw.sendStreaming(request());
      clock.awaitSleep();
      provider.fail(Fault.goAway());
      raw.sendStreaming(request());
      assertGoAway(raw.next(), older);

      clock.release(2);
      for (int i = 0; i < 200; i++) {
        raw.sendStreaming(request());
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

      raw.sendStreaming(request());

      assertThatThrownBy(raw::next)
          .isInstanceOf(SocketException.class)
          .hasMessage("Connection reset");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closesTheConnectionInTheHeaders(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttp2Connection(provider)) {
      provider.fail(Fault.droppedInHeaders());

      int stream = raw.sendStreaming(request());
      Frame head = raw.next();

      assertThat(head.type()).isEqualTo(RawHttp2Connection.HEADERS);
      assertThat(head.stream()).isEqualTo(stream);
      assertThat(head.payload().remaining()).isEqualTo(head.length() / 2);
      assertThat(raw.isAtEnd()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closesTheConnectionInTheBody(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttp2Connection(provider)) {
      int chunks = ChatHttpClient.chunks(raw.body(raw.sendStreaming(request()))).size() + 1;
      provider.fail(Fault.droppedInBody());

      raw.sendStreaming(request());

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

      raw.sendStreaming(request());

      assertThatThrownBy(() -> readToEnd(raw))
          .isInstanceOf(SocketException.class)
          .hasMessage("Connection reset");
    }
  }

  @Test
  void truncatesAStreamAndKeepsTheConnection() throws Exception {
    try (var provider = provider(false);
        var raw = new RawHttp2Connection(provider)) {
      provider.fail(Fault.truncated());

      String truncated = withoutTimestamps(raw.body(raw.sendStreaming(request())));
      String complete = withoutTimestamps(raw.body(raw.sendStreaming(request())));

      assertThat(complete).startsWith(truncated).endsWith("data: [DONE]\n\n");
      assertThat(truncated).isNotEmpty().endsWith("\n\n").hasSizeLessThan(complete.length());
    }
  }

  // Two responses can begin in different seconds.
  private static String withoutTimestamps(String body) {
    return body.replaceAll("\"created\":\\d++", "\"created\":0");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hangsUntilTheClientCancels(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttp2Connection(provider)) {
      provider.fail(Fault.hangingInBody(), Fault.hanging());
      int half = raw.sendStreaming(request());
      assertThat(raw.next().type()).isEqualTo(RawHttp2Connection.HEADERS);
      assertThat(raw.next().stream()).isEqualTo(half);
      int silent = raw.sendStreaming(request());
      ActiveRequests.awaitRequests(provider, 2);
      assertThat(provider.activeRequests()).isEqualTo(2);

      raw.cancel(silent);
      ActiveRequests.await(provider, 1);
      raw.cancel(half);
      ActiveRequests.await(provider, 0);

      int next = raw.sendStreaming(request());
      Frame frame = raw.next();
      while (frame.stream() == half) {
        frame = raw.next();
      }
      assertThat(frame.type()).isEqualTo(RawHttp2Connection.HEADERS);
      assertThat(raw.body(next)).endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void hangsUntilTheConnectionIsClosed() throws Exception {
    try (var provider = provider(true)) {
      provider.fail(Fault.hanging());
      var raw = new RawHttp2Connection(provider);
      raw.sendStreaming(request());
      ActiveRequests.await(provider, 1);

      raw.close();

      ActiveRequests.await(provider, 0);
    }
  }

  @Test
  void sendsTheBodyByteByByteWithoutDelayingOtherStreams() throws Exception {
    var clock = new SteppedClock();
    var perByte = Duration.ofMillis(3);
    try (var provider = SimulatedProvider.builder().timeSource(clock).start();
        var raw = new RawHttp2Connection(provider)) {
      provider.fail(Fault.slow(perByte));

      int slow = raw.sendStreaming(request());
      assertThat(raw.next().type()).isEqualTo(RawHttp2Connection.HEADERS);
      for (char expected : "data: {".toCharArray()) {
        assertThat(raw.next().text()).isEqualTo(String.valueOf(expected));
        assertThat(clock.awaitSleep()).isEqualTo(perByte);
        clock.release(1);
      }
      raw.next();
      assertThat(raw.body(raw.sendStreaming(request()))).endsWith("data: [DONE]\n\n");
      clock.release(1_000_000);

      assertThat(raw.body(slow)).endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void sendsErrorResponsesOverHttp2() throws Exception {
    try (var provider = provider(true);
        var raw = new RawHttp2Connection(provider)) {
      provider.fail(Fault.rateLimited());

      assertThat(raw.body(raw.sendStreaming(request())))
          .contains("\"code\":\"rate_limit_exceeded\"");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesOnlyStreamsAboveTheLimit(boolean tls) throws Exception {
    var clock = new SteppedClock();
    try (var provider = delayed(clock, tls, 2);
        var raw = new RawHttp2Connection(provider)) {
      int first = raw.sendStreaming(request());
      clock.awaitSleep();
      int second = raw.sendStreaming(request());
      clock.awaitSleep();

      int third = raw.sendStreaming(request());
      assertReset(raw.next(), third);
      clock.release(1);
      List<Integer> ended = ended(raw, 1);
      int fourth = raw.sendStreaming(request());
      clock.awaitSleep();
      clock.release(2);
      ended.addAll(ended(raw, 2));

      assertThat(ended).containsExactlyInAnyOrder(first, second, fourth);
      assertThat(provider.requests()).hasSize(3);
      assertThat(provider.injectedFaults()).isEmpty();
    }
  }

  @Test
  void acceptsTheNextStreamAsSoonAsOneHasEnded() throws Exception {
    try (var provider = SimulatedProvider.builder().maxStreams(1).start();
        var raw = new RawHttp2Connection(provider)) {
      for (int i = 0; i < 500; i++) {
        assertThat(raw.body(raw.sendStreaming(request()))).endsWith("data: [DONE]\n\n");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void detectsACancelBetweenTwoChunksImmediately(boolean tls) throws Exception {
    var clock = new SteppedClock();
    try (var provider = delayed(clock, tls, 100);
        var http2 = new RawHttp2Connection(provider)) {
      var http1 = new RawHttpStream(provider, request());
      clock.awaitSleep();
      int stream = http2.sendStreaming(request());
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
  void doesNotWaitForTheRestOfARequestAfterADisconnect(boolean tls) throws Exception {
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

  private static void readToEnd(RawHttp2Connection raw) throws Exception {
    while (!raw.next().endsStream()) {
      // Reads until the reset.
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

  private static ObjectNode request() {
    return ChatHttpClient.request("hello");
  }
}
