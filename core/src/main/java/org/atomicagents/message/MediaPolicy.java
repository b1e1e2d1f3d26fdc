package org.atomicagents.message;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the media of a run: which of them may be read or passed on, how large they may be,
 * and how they are presented.
 *
 * {@snippet :
 * var policy = MediaPolicy.defaults()
 *     .withFilesUnder(Path.of("/srv/uploads"))
 *     .withHosts("images.example.org", "*.example.com");
 * var limits = RunLimits.defaults().withMedia(policy);
 * }
 *
 * <p>Media that code creates are trusted; only their size and type are checked. A path or a URI
 * that comes from data, such as a decoded input, a tool result or a stored conversation, is refused
 * unless a rule allows it. A file must be in an allowed directory after its symbolic links are
 * resolved. A URI must have an allowed scheme and host; addresses of private networks, of the own
 * machine and of metadata services are refused in every notation.
 *
 * <p>A URI is only passed on to the provider, which downloads it. A program that downloads data
 * itself uses the {@code MediaDownloader} of the module for providers, which applies the same rules
 * to each redirect and to the addresses that it connects to.
 *
 * <p>Immutable and thread-safe; the {@code with} methods return copies.
 */
public final class MediaPolicy {
  private static final MediaPolicy DEFAULTS =
      new MediaPolicy(Set.of(), HostRules.NONE, Map.of(), false);

  private final Set<Path> roots;
  private final HostRules hosts;
  private final Map<Media.Kind, MediaLimits> limits;
  private final boolean labels;

  private MediaPolicy(
      Set<Path> roots, HostRules hosts, Map<Media.Kind, MediaLimits> limits, boolean labels) {
    this.roots = roots;
    this.hosts = hosts;
    this.limits = limits;
    this.labels = labels;
  }

  /**
   * Returns a policy that allows no file and no URI of data, and the sizes that providers accept:
   * 20 MB (million bytes) for an image, 25 MB for audio, 32 MB for a PDF document, 100 MB for a
   * video.
   */
  public static MediaPolicy defaults() {
    return DEFAULTS;
  }

  /** Returns a copy that also allows the files in these directories, and below them. */
  public MediaPolicy withFilesUnder(Path... directories) {
    var all = new LinkedHashSet<>(roots);
    Stream.of(directories).map(path -> path.toAbsolutePath().normalize()).forEach(all::add);
    return new MediaPolicy(Set.copyOf(all), hosts, limits, labels);
  }

  /**
   * Returns a copy that also allows URIs of these hosts.
   *
   * @param patterns host names, such as {@code example.org}; {@code *.example.org} for the hosts
   *     below a domain; {@code *} for every public host
   */
  public MediaPolicy withHosts(String... patterns) {
    return withHostRules(hosts.withPatterns(Set.copyOf(List.of(patterns))));
  }

  /** Returns a copy that allows these schemes of URIs instead of {@code https} only. */
  public MediaPolicy withSchemes(String... schemes) {
    return withHostRules(hosts.withSchemes(Set.copyOf(List.of(schemes))));
  }

  /**
   * Returns a copy that allows addresses of private networks and of the own machine, for the hosts
   * that {@link #withHosts} names.
   */
  public MediaPolicy withPrivateAddresses() {
    return withHostRules(hosts.withPrivateAddresses());
  }

  private MediaPolicy withHostRules(HostRules rules) {
    return new MediaPolicy(roots, rules, limits, labels);
  }

  /** Returns a copy with a maximum size of the media of a kind, in bytes. */
  public MediaPolicy withMaxBytes(Media.Kind kind, long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("bytes: expected a positive number, found " + bytes);
    }
    return withLimits(kind, new MediaLimits(bytes, limits(kind).types()));
  }

  /** Returns a copy that allows only these media types for a kind, such as {@code image/png}. */
  public MediaPolicy withTypes(Media.Kind kind, String... mediaTypes) {
    return withLimits(
        kind, new MediaLimits(limits(kind).maxBytes(), Set.copyOf(List.of(mediaTypes))));
  }

  private MediaPolicy withLimits(Media.Kind kind, MediaLimits changed) {
    var all = new EnumMap<Media.Kind, MediaLimits>(Media.Kind.class);
    all.putAll(limits);
    all.put(kind, changed);
    return new MediaPolicy(roots, hosts, Map.copyOf(all), labels);
  }

  private MediaLimits limits(Media.Kind kind) {
    return limits.getOrDefault(kind, MediaLimits.of(kind));
  }

  /**
   * Returns a copy with a label before each medium of an input: a text part with its path, such as
   * {@code documents[0].pdf:}. Without labels, a model recognizes media by their order only.
   */
  public MediaPolicy withLabels() {
    return new MediaPolicy(roots, hosts, limits, true);
  }

  /** Returns whether each medium of an input has a label. */
  public boolean labels() {
    return labels;
  }

  /** Returns the maximum size of the media of a kind, in bytes. */
  public long maxBytes(Media.Kind kind) {
    return limits(kind).maxBytes();
  }

  /**
   * Returns a medium as it may be sent: with the limits of this policy, and trusted. The files of
   * untrusted media have their real path.
   *
   * @throws IllegalArgumentException if the policy does not allow the medium
   */
  public Media admit(Media media) {
    MediaState state = media.state().withLimits(limits(media.kind()));
    if (!media.isTrusted()) {
      state =
          switch (state.source()) {
            case Media.Source.Url url -> {
              requireAllowed(url.uri());
              yield state.withTrust(MediaState.Trust.CODE);
            }
            case Media.Source.File file ->
                state
                    .withSource(new Media.Source.File(AllowedFiles.resolve(file.path(), roots)))
                    .withTrust(MediaState.Trust.ADMITTED);
            case Media.Source.Inline inline ->
                state.checked(media.kind()).withTrust(MediaState.Trust.CODE);
          };
    }
    requireLimits(state);
    return media.with(state);
  }

  private static void requireLimits(MediaState state) {
    MediaLimits limits = state.limits();
    if (!limits.allows(state.mediaType())) {
      throw new IllegalArgumentException(
          "expected one of the allowed media types "
              + limits.types()
              + ", found "
              + state.mediaType());
    }
    if (state.source() instanceof Media.Source.Inline inline
        && MediaState.size(inline.base64()) > limits.maxBytes()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected at most %,d bytes, found %,d",
              limits.maxBytes(),
              MediaState.size(inline.base64())));
    }
  }

  /**
   * Returns the violation of a medium, if this policy does not allow it.
   *
   * @see #admit
   */
  public Optional<Violation> violation(Media media) {
    try {
      admit(media);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      int found = message.indexOf(", found ");
      return Optional.of(
          found < 0 || !message.startsWith("expected ")
              ? new Violation(media.location(), message, "")
              : new Violation(
                  media.location(),
                  message.substring("expected ".length(), found),
                  message.substring(found + ", found ".length())));
    }
  }

  /**
   * Checks that the data at a URI may be downloaded, by a provider or by a program.
   *
   * @throws IllegalArgumentException if the scheme or the host is not allowed
   */
  public void requireAllowed(URI uri) {
    hosts.requireAllowed(uri);
  }

  /**
   * Returns whether a program may connect to an address of an allowed host.
   *
   * @param host the name that was looked up
   */
  public boolean allowsAddress(String host, InetAddress address) {
    return hosts.allowsAddress(host, address);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MediaPolicy that
        && roots.equals(that.roots)
        && hosts.equals(that.hosts)
        && limits.equals(that.limits)
        && labels == that.labels;
  }

  @Override
  public int hashCode() {
    return Objects.hash(roots, hosts, limits, labels);
  }

  @Override
  public String toString() {
    return "MediaPolicy[directories="
        + roots.size()
        + ", hosts="
        + hosts.patterns().size()
        + ", labels="
        + labels
        + "]";
  }
}
