package org.atomicagents.internal.schema.compile;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.atomicagents.internal.schema.constraint.PropertyConstraints;
import org.atomicagents.internal.schema.type.EnumNode;
import org.atomicagents.internal.schema.type.RecordLayout;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.ScalarTypes;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.Video;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;

/**
 * Creates the types of media, in the JSON form of the Python original: an object with a {@code
 * source}, a {@code media_type} and optional {@code data} in Base64.
 *
 * <p>The additional key {@code source_kind} makes the meaning of the source explicit. Decoded media
 * are untrusted.
 */
final class MediaNodes {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final EnumNode SOURCE_KIND = constants("SourceKind", "url", "path", "base64");
  private static final EnumNode DETAIL = constants("Detail", "low", "auto", "high");
  private static final String DISCRIMINATOR = "kind";

  private MediaNodes() {}

  /** Returns the type of a class of media, such as {@code Image}. */
  static RecordNode of(Class<?> type) {
    return node(type, Media.Kind.valueOf(type.getSimpleName().toUpperCase(Locale.ROOT)));
  }

  /** Returns the type of {@code Media}: a union of the types of all kinds. */
  static UnionNode union(Function<Class<?>, RecordNode> nodes) {
    var union = new UnionNode("Media", "An image, audio, a PDF document or a video", DISCRIMINATOR);
    for (Class<?> permitted : Media.class.getPermittedSubclasses()) {
      String tag = permitted.getSimpleName().toLowerCase(Locale.ROOT);
      union.add(new UnionMemberNode(DISCRIMINATOR, false, tag, nodes.apply(permitted)));
    }
    return union;
  }

  private static RecordNode node(Class<?> type, Media.Kind kind) {
    var node = new RecordNode(type, type.getSimpleName(), description(kind));
    var components = new ArrayList<RecordLayout.RecordProperty>();
    components.add(property("source", TypeUse.of(ScalarTypes.TEXT)));
    components.add(property("source_kind", optional(SOURCE_KIND)));
    components.add(property("media_type", optional(ScalarTypes.TEXT)));
    components.add(property("data", optional(ScalarTypes.TEXT)));
    if (kind == Media.Kind.IMAGE || kind == Media.Kind.VIDEO) {
      components.add(property("detail", optional(DETAIL)));
    }
    if (kind == Media.Kind.VIDEO) {
      TypeNode number = Objects.requireNonNull(ScalarTypes.of(Double.class));
      components.add(property("fps", optional(number)));
    }
    MethodHandle constructor =
        handle("decode", MethodType.methodType(Object.class, Media.Kind.class, Object[].class))
            .bindTo(kind);
    node.complete(RecordLayout.of(components, constructor), false);
    return node;
  }

  private static String description(Media.Kind kind) {
    return switch (kind) {
      case IMAGE -> "An image";
      case AUDIO -> "An audio recording";
      case PDF -> "A PDF document";
      case VIDEO -> "A video";
    };
  }

  private static TypeUse optional(TypeNode node) {
    return new TypeUse(node, true, null, PropertyConstraints.NONE, "");
  }

  private static RecordLayout.RecordProperty property(String name, TypeUse slot) {
    MethodHandle accessor =
        handle("get", MethodType.methodType(Object.class, String.class, Object.class)).bindTo(name);
    return new RecordLayout.RecordProperty(
        name, new SerializedString(name), "." + name, slot, accessor);
  }

  private static EnumNode constants(String name, String... values) {
    Map<String, Object> byName = new LinkedHashMap<>();
    List.of(values).forEach(value -> byName.put(value, value));
    return new EnumNode(name, "", byName, Map.of());
  }

  private static MethodHandle handle(String name, MethodType type) {
    try {
      return LOOKUP.findStatic(MediaNodes.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("unused") // called through a method handle
  private static @Nullable Object get(String name, Object value) {
    var media = (Media) value;
    return switch (name) {
      case "source" -> MediaSources.text(media);
      case "source_kind" -> MediaSources.kind(media.source());
      case "media_type" -> media.mediaType();
      case "detail" -> lowerCase(detail(media));
      case "fps" -> media instanceof Video video ? video.framesPerSecond() : null;
      default -> null; // the data is in the source, as a data URI
    };
  }

  private static Media.@Nullable Detail detail(Media media) {
    return switch (media) {
      case Image image -> image.detail();
      case Video video -> video.detail();
      default -> null;
    };
  }

  private static @Nullable String lowerCase(@Nullable Enum<?> constant) {
    return constant == null ? null : constant.name().toLowerCase(Locale.ROOT);
  }

  @SuppressWarnings("unused") // called through a method handle
  private static Object decode(Media.Kind kind, @Nullable Object[] values) {
    Media media =
        MediaSources.read(
            kind,
            (String) Objects.requireNonNull(values[0]),
            (String) values[1],
            (String) values[2],
            (String) values[3]);
    Media.Detail detail =
        values.length > 4 && values[4] != null
            ? Media.Detail.valueOf(((String) values[4]).toUpperCase(Locale.ROOT))
            : null;
    return switch (media) {
      case Image image -> detail == null ? image : image.withDetail(detail);
      case Video video -> {
        Video detailed = detail == null ? video : video.withDetail(detail);
        yield values[5] == null ? detailed : detailed.withFramesPerSecond((Double) values[5]);
      }
      default -> media;
    };
  }
}
