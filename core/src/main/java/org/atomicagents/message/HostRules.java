package org.atomicagents.message;

import java.net.InetAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.atomicagents.internal.media.NetworkAddresses;

/**
 * The hosts and schemes of URIs that data may contain.
 *
 * @param patterns host names, {@code *.} and a domain, or {@code *} for every public host
 * @param allowsPrivate whether named hosts may have addresses of private networks
 */
record HostRules(Set<String> patterns, Set<String> schemes, boolean allowsPrivate) {
  /** Allows no host. */
  static final HostRules NONE = new HostRules(Set.of(), Set.of("https"), false);

  HostRules {
    patterns = lowerCase(patterns);
    schemes = lowerCase(schemes);
  }

  private static Set<String> lowerCase(Set<String> names) {
    return names.stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  HostRules withPatterns(Set<String> added) {
    var all = new HashSet<>(patterns);
    all.addAll(added);
    return new HostRules(all, schemes, allowsPrivate);
  }

  HostRules withSchemes(Set<String> newSchemes) {
    return new HostRules(patterns, newSchemes, allowsPrivate);
  }

  HostRules withPrivateAddresses() {
    return new HostRules(patterns, schemes, true);
  }

  /**
   * Checks a URI.
   *
   * @throws IllegalArgumentException if its scheme or its host is not allowed
   */
  void requireAllowed(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    if (!schemes.contains(scheme)) {
      throw refused("a URI with one of the schemes " + schemes, "\"" + scheme + "\"");
    }
    if (host == null || uri.getRawUserInfo() != null) {
      throw refused("a URI with a host and without user info", "another form");
    }
    if (!matches(host)) {
      throw refused("a URI of a host that the media policy allows", "\"" + host + "\"");
    }
    if (!isPublic(host) && !allowsPrivate(host)) {
      throw refused("the host of a public network", "\"" + host + "\"");
    }
  }

  /** Returns whether an address that was looked up for a host may be connected to. */
  boolean allowsAddress(String host, InetAddress address) {
    return NetworkAddresses.isPublic(address) || allowsPrivate(host);
  }

  private boolean matches(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return patterns.stream()
        .anyMatch(pattern ->
            pattern.equals("*")
                || pattern.equals(name)
                || (pattern.startsWith("*.") && name.endsWith(pattern.substring(1))));
  }

  private static boolean isPublic(String host) {
    if (!NetworkAddresses.isNumeric(host)) {
      return !NetworkAddresses.isLocalName(host);
    }
    Optional<InetAddress> address = NetworkAddresses.parse(host);
    if (address.isEmpty()) {
      throw refused("a host name, or an address in its usual notation", "\"" + host + "\"");
    }
    return NetworkAddresses.isPublic(address.get());
  }

  private boolean allowsPrivate(String host) {
    return allowsPrivate && patterns.contains(host.toLowerCase(Locale.ROOT));
  }

  private static IllegalArgumentException refused(String expected, String found) {
    return new IllegalArgumentException("expected " + expected + ", found " + found);
  }
}
