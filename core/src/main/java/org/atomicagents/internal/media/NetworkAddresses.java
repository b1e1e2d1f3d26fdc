package org.atomicagents.internal.media;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Rules for addresses that a program must not connect to on behalf of others.
 *
 * <p>Public are the addresses that IANA's special-purpose registries (RFC 6890) list as globally
 * reachable. Addresses that embed an IPv4 address count as that address.
 */
public final class NetworkAddresses {

  /** A block of IPv4 addresses that is not public, such as {@code 10.0.0.0/8}. */
  private record Block(int first, int prefixLength) {
    boolean contains(int address) {
      return (address ^ first) >>> (32 - prefixLength) == 0;
    }
  }

  private static final List<Block> NOT_PUBLIC =
      List.of(
          block(0, 0, 0, 0, 8),
          block(10, 0, 0, 0, 8),
          block(100, 64, 0, 0, 10),
          block(127, 0, 0, 0, 8),
          block(168, 63, 129, 16, 32), // the metadata service of Azure
          block(169, 254, 0, 0, 16),
          block(172, 16, 0, 0, 12),
          block(192, 0, 0, 0, 24),
          block(192, 0, 2, 0, 24),
          block(192, 88, 99, 0, 24),
          block(192, 168, 0, 0, 16),
          block(198, 18, 0, 0, 15),
          block(198, 51, 100, 0, 24),
          block(203, 0, 113, 0, 24),
          block(224, 0, 0, 0, 4),
          block(240, 0, 0, 0, 4));

  private NetworkAddresses() {}

  private static Block block(int a, int b, int c, int d, int prefixLength) {
    return new Block(a << 24 | b << 16 | c << 8 | d, prefixLength);
  }

  /** Returns whether an address is reachable from everywhere, so that it is no internal service. */
  public static boolean isPublic(InetAddress address) {
    return switch (address) {
      case Inet4Address four -> isPublic(toInt(four.getAddress(), 0));
      case Inet6Address six -> isPublic(six.getAddress());
      default -> false;
    };
  }

  private static boolean isPublic(int address) {
    return NOT_PUBLIC.stream().noneMatch(block -> block.contains(address));
  }

  private static boolean isPublic(byte[] address) {
    int first = toInt(address, 0);
    int second = toInt(address, 4);
    int third = toInt(address, 8);
    boolean isUpperHalfZero = first == 0 && second == 0;
    if (isUpperHalfZero && (third == 0xffff || third == 0xffff0000)) {
      return isPublic(toInt(address, 12)); // IPv4-mapped and IPv4-translated
    }
    if (first == 0x0064ff9b && second == 0 && third == 0) {
      return isPublic(toInt(address, 12)); // NAT64 (RFC 6052)
    }
    if (first >>> 16 == 0x2002) {
      return isPublic(first << 16 | second >>> 16); // 6to4 (RFC 3056)
    }
    boolean isGlobalUnicast = first >>> 29 == 1; // 2000::/3
    boolean isSpecial = first >>> 9 == 0x20010000 >>> 9; // 2001::/23, Teredo included
    boolean isDocumentation = first == 0x20010db8 || first >>> 12 == 0x3fff0000 >>> 12;
    return isGlobalUnicast && !isSpecial && !isDocumentation;
  }

  private static int toInt(byte[] bytes, int offset) {
    return ((bytes[offset] & 0xff) << 24)
        | ((bytes[offset + 1] & 0xff) << 16)
        | ((bytes[offset + 2] & 0xff) << 8)
        | (bytes[offset + 3] & 0xff);
  }

  /** Returns whether a host is written as a number, in any notation that a resolver may accept. */
  public static boolean isNumeric(String host) {
    if (host.startsWith("[") || host.indexOf(':') >= 0) {
      return true;
    }
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    String last = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return !last.isEmpty()
        && (last.chars().allMatch(c -> c >= '0' && c <= '9') || last.startsWith("0x"));
  }

  /**
   * Returns the address of a numeric host in its canonical notation; empty for any other notation,
   * such as {@code 0177.1}, {@code 2130706433} or an IPv6 address with a zone, since programs read
   * these differently.
   */
  public static Optional<InetAddress> parse(String host) {
    boolean isSix = host.indexOf(':') >= 0;
    String literal =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    if (isSix ? literal.indexOf('%') >= 0 : !isDottedQuad(literal)) {
      return Optional.empty();
    }
    try {
      // A literal is not looked up.
      return Optional.of(InetAddress.getByName(isSix ? "[" + literal + "]" : literal));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static boolean isDottedQuad(String host) {
    String[] parts = host.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      boolean isDecimal =
          !part.isEmpty()
              && part.length() <= 3
              && part.chars().allMatch(c -> c >= '0' && c <= '9')
              && (part.length() == 1 || part.charAt(0) != '0');
      if (!isDecimal || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a host name is reserved for the own machine or the own network. */
  public static boolean isLocalName(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return plain.indexOf('.') < 0
        || List.of(".localhost", ".local", ".internal", ".lan", ".home.arpa", ".intranet").stream()
            .anyMatch(plain::endsWith);
  }
}
