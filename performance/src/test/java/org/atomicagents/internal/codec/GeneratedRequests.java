package org.atomicagents.internal.codec;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.atomicagents.message.Content;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.message.Video;
import org.atomicagents.model.InstructionPlacement;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.PromptProfile;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.SchemaNotation;
import org.atomicagents.model.ToolSpec;
import org.jspecify.annotations.Nullable;

/** Random requests with all kinds of content. */
record GeneratedRequests(Random random) {
  private static final List<String> CHARACTERS =
      List.of("a", "Z", "0", " ", "\"", "\\", "\n", "\u0000", "ü", "€", "😀", "\ud83d", "\ude00");
  private static final Map<Media.Kind, byte[]> SIGNATURES =
      Map.of(
          Media.Kind.IMAGE,
          new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'},
          Media.Kind.AUDIO,
          "fLaC    ".getBytes(StandardCharsets.US_ASCII),
          Media.Kind.PDF,
          "%PDF-1.7".getBytes(StandardCharsets.US_ASCII),
          Media.Kind.VIDEO,
          new byte[] {0, 0, 0, 24, 'f', 't', 'y', 'p', 'm', 'p', '4', '2'});

  ModelRequest next() {
    return new ModelRequest(
        text(),
        rules(),
        list(4, () -> new Message(constant(Role.class), list(4, this::part))),
        orNull(this::format),
        list(3, () -> new ToolSpec(name(), text(), text())),
        sampling(),
        random.nextBoolean());
  }

  private Content part() {
    return switch (random.nextInt(6)) {
      case 0 -> new Content.Text(text());
      case 1 -> new Content.ToolCall(text(), text(), text());
      case 2 -> new Content.ToolResult(text(), text(), text());
      case 3 -> new Content.Opaque(text(), text(), text());
      case 4 -> new Content.CacheBoundary();
      default -> media();
    };
  }

  private Media media() {
    Media.Kind kind = constant(Media.Kind.class);
    Media.Source source =
        switch (random.nextInt(3)) {
          case 0 -> new Media.Source.Url(URI.create("https://example.org/" + random.nextInt()));
          case 1 -> new Media.Source.File(Path.of("/srv/media " + random.nextInt()));
          default -> new Media.Source.Inline(base64(kind));
        };
    Media media = random.nextBoolean() ? Media.of(kind, null, source) : unchecked(kind, source);
    Media placed = random.nextBoolean() ? media : media.at(text());
    return switch (placed) {
      case Image image when random.nextBoolean() -> image.withDetail(constant(Media.Detail.class));
      case Video video when random.nextBoolean() ->
          video
              .withFramesPerSecond(random.nextDouble() + Double.MIN_NORMAL)
              .withDetail(constant(Media.Detail.class));
      default -> placed;
    };
  }

  private Media unchecked(Media.Kind kind, Media.Source source) {
    return Media.untrusted(kind, random.nextBoolean() ? null : typeOf(kind), source);
  }

  private static String typeOf(Media.Kind kind) {
    return switch (kind) {
      case IMAGE -> "image/webp";
      case AUDIO -> "audio/wav";
      case PDF -> "application/pdf";
      case VIDEO -> "video/webm";
    };
  }

  private String base64(Media.Kind kind) {
    byte[] signature = SIGNATURES.get(kind);
    byte[] data = new byte[signature.length + random.nextInt(20)];
    random.nextBytes(data);
    System.arraycopy(signature, 0, data, 0, signature.length);
    return Base64.getEncoder().encodeToString(data);
  }

  private OutputFormat format() {
    return new OutputFormat(
        constant(ResponseMode.class),
        list(3, () -> constant(ResponseMode.class)),
        name(),
        text(),
        text(),
        orNull(this::text),
        new PromptProfile(
            constant(SchemaNotation.class),
            constant(InstructionPlacement.class),
            random.nextBoolean(),
            random.nextBoolean(),
            random.nextBoolean(),
            random.nextBoolean(),
            random.nextInt(Integer.MAX_VALUE),
            random.nextInt(Integer.MAX_VALUE)),
        text());
  }

  private Sampling sampling() {
    return new Sampling(
        orNull(() -> random.nextBoolean() ? -0.0 : 2 * random.nextDouble()),
        orNull(random::nextDouble),
        orNull(() -> 1 + random.nextInt(Integer.MAX_VALUE - 1)),
        list(3, this::text),
        orNull(random::nextLong),
        orNull(this::text),
        map());
  }

  private ParameterRules rules() {
    return new ParameterRules(
        set(),
        new HashMap<>(map()),
        text(),
        new ParameterRules.Reasoning(
            random.nextBoolean(),
            list(3, this::text),
            orNull(this::text),
            set(),
            random.nextBoolean()));
  }

  private Set<String> set() {
    return new LinkedHashSet<>(list(4, this::text));
  }

  private LinkedHashMap<String, String> map() {
    var map = new LinkedHashMap<String, String>();
    list(4, this::text).forEach(key -> map.put(key, text()));
    return map;
  }

  private String name() {
    return "name-" + random.nextInt(1_000);
  }

  private String text() {
    return String.join("", list(8, () -> CHARACTERS.get(random.nextInt(CHARACTERS.size()))));
  }

  private <T> List<T> list(int max, Supplier<T> element) {
    return IntStream.range(0, random.nextInt(max)).mapToObj(i -> element.get()).toList();
  }

  private <T> @Nullable T orNull(Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }

  private <E extends Enum<E>> E constant(Class<E> type) {
    E[] constants = type.getEnumConstants();
    return constants[random.nextInt(constants.length)];
  }
}
