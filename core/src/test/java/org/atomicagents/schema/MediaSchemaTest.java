package org.atomicagents.schema;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.atomicagents.message.Audio;
import org.atomicagents.message.Content;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.Pdf;
import org.atomicagents.message.Video;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaSchemaTest {
  private static final Image IMAGE = Image.of(URI.create("https://example.org/a.png"));
  private static final Schema<All> ALL = Schema.of(All.class);

  enum Detail {
    FULL
  }

  @SuppressWarnings("ArrayRecordComponent") // arrays are supported components
  @Description("All kinds of media in all containers")
  record All(
      @NotNull Image image,
      @Nullable Audio audio,
      Optional<Pdf> pdf,
      @Size(max = 2) List<Video> videos,
      Set<Image> set,
      Image[] array,
      Map<Detail, List<Image>> map,
      Optional<Media> any,
      Detail detail) {

    All withImage(Image value, List<Video> newVideos) {
      return new All(value, audio, pdf, newVideos, set, array, map, any, detail);
    }
  }

  @Test
  void encodedMediaAreReadAsEqualAndUntrusted() {
    All value =
        all()
            .withImage(
                IMAGE.withDetail(Media.Detail.LOW),
                List.of(Video.of(Path.of("a.mp4")).withFramesPerSecond(0.5)));

    All read = Objects.requireNonNull(ALL.read(ALL.encode(value), Strictness.STRICT).value());

    assertThat(read)
        .usingRecursiveComparison()
        .usingOverriddenEquals()
        .ignoringFields("array")
        .isEqualTo(value);
    assertThat(read.array()).containsExactly(value.array());
    assertThat(read.image().isTrusted()).isFalse();
    assertThat(read.image()).isEqualTo(value.image());
    assertThat(read.videos()).isEqualTo(value.videos());
  }

  @Test
  void mediaOfAllContainersAreParts() {
    List<Content> parts = ALL.parts(all());

    assertThat(parts.getFirst())
        .isEqualTo(
            new Content.Text("{\"audio\":null,\"pdf\":null,\"videos\":[],\"detail\":\"FULL\"}"));
    assertThat(parts.subList(1, parts.size()).stream().map(part -> ((Media) part).location()))
        .containsExactly(
            "$.image", "$.set[0]", "$.array[0]", "$.array[1]", "$.map.FULL[0]", "$.any");
  }

  @Test
  void constraintsApplyToMedia() {
    Video video = Video.of(Path.of("a.mp4"));

    assertThat(ALL.validate(all())).isEmpty();
    assertThat(ALL.validate(all().withImage(null, List.of(video, video, video))))
        .extracting(Violation::path)
        .containsExactly("$.image", "$.videos");
  }

  @ParameterizedTest
  @EnumSource(SchemaVariant.class)
  void theJsonSchemaDescribesTheForm(SchemaVariant variant) {
    assertThat(ALL.jsonSchema(variant)).contains("\"source\"", "\"source_kind\"", "An image");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"source\":\"abcd\"}",
        "{\"source\":\"http://a b\"}",
        "{\"source\":\"a.png\",\"source_kind\":\"url\"}",
        "{\"source\":\"a.png\",\"media_type\":\"audio/wav\"}",
        "{\"source\":\"data:image/png,abc\"}",
        "{\"source_kind\":\"url\"}",
        "{\"source\":\"a.png\",\"source_kind\":\"file\"}",
        "\"https://example.org/a.png\""
      })
  void ambiguousAndMalformedSourcesAreViolations(String json) {
    assertThat(
            Schema.of(Single.class)
                .read("{\"image\":" + json + "}", Strictness.STRICT)
                .violations())
        .isNotEmpty();
  }

  @Description("One image")
  record Single(Image image) {}

  @Test
  void aSourceWithoutAKindHasOneReadingOnly() {
    assertThat(source("https://example.org/a.png")).isEqualTo(IMAGE.source());
    assertThat(source("C:\\\\a.png")).isInstanceOf(Media.Source.File.class);
    assertThat(source("a/b.png")).isEqualTo(new Media.Source.File(Path.of("a/b.png")));
    assertThat(source("iVBORw0KGgo=")).isEqualTo(new Media.Source.Inline("iVBORw0KGgo="));
    assertThat(source("data:image/png;base64,iVBORw0KGgo="))
        .isEqualTo(new Media.Source.Inline("iVBORw0KGgo="));
    assertThat(source("file:///a/b.png")).isEqualTo(new Media.Source.File(Path.of("/a/b.png")));
    assertThat(source("a.png\",\"data\":\"iVBORw0KGgo="))
        .isEqualTo(new Media.Source.Inline("iVBORw0KGgo="));
  }

  private static Media.Source source(String text) {
    return Objects.requireNonNull(
            Schema.of(Single.class)
                .read("{\"image\":{\"source\":\"" + text + "\"}}", Strictness.STRICT)
                .value())
        .image()
        .source();
  }

  private static All all() {
    return new All(
        IMAGE,
        null,
        Optional.empty(),
        List.of(),
        Set.of(IMAGE),
        new Image[] {IMAGE, Image.of(Path.of("b.png"))},
        Map.of(Detail.FULL, List.of(IMAGE)),
        Optional.of(Pdf.of(Path.of("c.pdf"))),
        Detail.FULL);
  }
}
