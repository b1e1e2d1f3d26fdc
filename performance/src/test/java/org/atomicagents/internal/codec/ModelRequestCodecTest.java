package org.atomicagents.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.atomicagents.message.Content;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.Sampling;
import org.junit.jupiter.api.Test;

class ModelRequestCodecTest {
  private static final ModelRequest REQUEST =
      ModelRequest.of("model-a", List.of(Message.user("Hello")))
          .withSampling(Sampling.defaults().withTemperature(0.5).withSeed(-7));

  @Test
  void decodedRequestsEqualTheEncodedOnes() {
    long seed = System.nanoTime();
    System.out.println("ModelRequestCodecTest seed " + seed);
    for (ModelRequest request : requests(seed, 1_000)) {
      String text = ModelRequestCodec.encode(request);
      ModelRequest decoded = ModelRequestCodec.decode(text);

      assertThat(decoded).as("seed %d", seed).isEqualTo(request);
      assertThat(decoded.sampling().extra().sequencedEntrySet().stream().toList())
          .as("seed %d", seed)
          .isEqualTo(request.sampling().extra().sequencedEntrySet().stream().toList());
      assertThat(ModelRequestCodec.encode(decoded).equals(text) || hasTrustedFile(request))
          .as("seed %d: equal texts", seed)
          .isTrue();
      assertThat(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
          .as("seed %d", seed)
          .isEqualTo(text);
    }
  }

  @Test
  void generatedRequestsHaveAllPartsOfRequests() {
    var values = new ComponentValues();
    requests(42, 1_000).forEach(values::add);

    assertThat(values.constantComponents()).isEmpty();
    assertThat(values.missing(Content.class)).isEmpty();
    assertThat(values.missingConstants()).isEmpty();
  }

  @Test
  void decodedMediaHaveAllPropertiesOfTheEncodedOnes() {
    long seed = System.nanoTime();
    System.out.println("ModelRequestCodecTest seed " + seed);
    for (ModelRequest request : requests(seed, 500)) {
      List<Media> encoded = media(request);
      List<Media> decoded = media(ModelRequestCodec.decode(ModelRequestCodec.encode(request)));

      for (int i = 0; i < encoded.size(); i++) {
        assertThat(properties(decoded.get(i)))
            .as("seed %d", seed)
            .isEqualTo(properties(encoded.get(i)));
      }
    }
  }

  @Test
  void filesAreUntrustedInAnotherProcess() {
    var request = withParts(Image.of(Path.of("/srv/a.png")));

    Media decoded = media(ModelRequestCodec.decode(ModelRequestCodec.encode(request))).getFirst();

    assertThat(decoded.source()).isEqualTo(new Media.Source.File(Path.of("/srv/a.png")));
    assertThat(decoded.isTrusted()).isFalse();
  }

  @Test
  void untrustedAddressesRemainUntrusted() {
    var request = withParts(Image.of(URI.create("https://example.org/a.png")).untrusted());

    Media decoded = media(ModelRequestCodec.decode(ModelRequestCodec.encode(request))).getFirst();

    assertThat(decoded.isTrusted()).isFalse();
  }

  @Test
  void textIsStable() {
    assertThat(ModelRequestCodec.encode(REQUEST))
        .isEqualTo(
            """
            {"version":1,"model":"model-a","rules":{"unsupported":[],"renamed":[],\
            "systemRole":"system","reasoning":{"supported":false,"efforts":[],"unsupported":[],\
            "functionTools":true}},"messages":[{"role":"USER","parts":[{"text":"Hello"}]}],\
            "tools":[],"sampling":{"temperature":"0.5","stop":[],"seed":-7,"extra":[]},\
            "stream":false}\
            """);
  }

  @Test
  void laterVersionsAreRejected() {
    String later = ModelRequestCodec.encode(REQUEST).replace("\"version\":1", "\"version\":2");

    assertThatThrownBy(() -> ModelRequestCodec.decode(later))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Stored request: expected version 1 or lower, found 2.\n"
                + "Update the program that reads it before the one that writes it.");
  }

  @Test
  void otherTextsAreRejectedWithTheirLocation() {
    String text = ModelRequestCodec.encode(REQUEST);

    assertRejected("[]", "Stored request: $: expected an object, found a list");
    assertRejected(
        text.replace("\"USER\"", "\"BOSS\""),
        "Stored request: $.messages[0].role: expected one of [SYSTEM, USER, ASSISTANT, TOOL], found"
            + " \"BOSS\"");
    assertRejected(
        text.replace("\"0.5\"", "\"hot\""),
        "Stored request: $.sampling.temperature: expected a number, found \"hot\"");
    assertRejected(
        text.replace("\"seed\"", "\"sed\""),
        "Stored request: $.sampling.sed: expected no such key, found one");
    assertRejected(
        text.replace("\"version\":1", "\"version\":0"),
        "Stored request: $.version: expected an integer of 1 or more, found 0");
  }

  @Test
  void everyCutTextIsRejected() {
    String text = ModelRequestCodec.encode(requests(7, 1).getFirst());
    for (int length = 0; length < text.length(); length++) {
      String cut = text.substring(0, length);

      assertThatThrownBy(() -> ModelRequestCodec.decode(cut))
          .as("%d characters", length)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Stored request: $: expected one JSON object");
    }
  }

  private static void assertRejected(String text, String message) {
    assertThatThrownBy(() -> ModelRequestCodec.decode(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static List<ModelRequest> requests(long seed, int count) {
    var generated = new GeneratedRequests(new Random(seed));
    return IntStream.range(0, count).mapToObj(i -> generated.next()).toList();
  }

  private static ModelRequest withParts(Content... parts) {
    return REQUEST.withMessages(List.of(new Message(Role.USER, List.of(parts))));
  }

  private static boolean hasTrustedFile(ModelRequest request) {
    return media(request).stream()
        .anyMatch(media -> media.isTrusted() && media.source() instanceof Media.Source.File);
  }

  private static List<Media> media(ModelRequest request) {
    var media = new ArrayList<Media>();
    for (Message message : request.messages()) {
      for (Content part : message.parts()) {
        if (part instanceof Media found) {
          media.add(found);
        }
      }
    }
    return media;
  }

  /** Returns the values of all accessors, apart from those that read the data. */
  private static Map<String, String> properties(Media media) {
    Set<String> others = Set.of("open", "untrusted", "estimatedTokens", "hashCode");
    boolean isFile = media.source() instanceof Media.Source.File;
    var properties = new TreeMap<String, String>();
    for (Method method : media.getClass().getMethods()) {
      boolean isAccessor =
          method.getParameterCount() == 0
              && !Modifier.isStatic(method.getModifiers())
              && Media.class.isAssignableFrom(method.getDeclaringClass())
              && !others.contains(method.getName())
              && !(isFile && method.getName().equals("isTrusted"));
      if (isAccessor) {
        properties.put(method.getName(), value(media, method));
      }
    }
    return properties;
  }

  private static String value(Media media, Method method) {
    try {
      return Objects.toString(method.invoke(media));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(method.toString(), e);
    }
  }
}
