package org.atomicagents.testing.internal;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The string formats of JSON Schema that can be made up; others assert nothing. */
final class Formats {
  private static final Pattern EMAIL = Pattern.compile("[\\w.+-]+@[\\w-]+(\\.[\\w-]+)+");
  private static final Pattern HOSTNAME =
      Pattern.compile(
          "(?=.{1,253}$)[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
              + "(\\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*");
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*");
  private static final Pattern DURATION =
      Pattern.compile("P(\\d+W|(?=.)(\\d+Y)?(\\d+M)?(\\d+D)?(T(?=.)(\\d+H)?(\\d+M)?(\\d+S)?)?)");
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private record Format(Function<Draw, String> example, Predicate<String> accepts) {}

  private static final Map<String, Format> FORMATS =
      Map.ofEntries(
          Map.entry("date", new Format(d -> date(d).toString(), parses(LocalDate::parse))),
          Map.entry("date-time", new Format(Formats::dateTime, parses(OffsetDateTime::parse))),
          Map.entry("time", new Format(d -> time(d) + "Z", parses(OffsetTime::parse))),
          Map.entry("duration", new Format(Formats::duration, DURATION.asMatchPredicate())),
          Map.entry("email", new Format(Formats::email, EMAIL.asMatchPredicate())),
          Map.entry("hostname", new Format(Formats::hostname, HOSTNAME.asMatchPredicate())),
          Map.entry("ipv4", new Format(Formats::ipv4, IPV4.asMatchPredicate())),
          Map.entry("ipv6", new Format(Formats::ipv6, Formats::isIpv6)),
          Map.entry("uri", new Format(Formats::uri, Formats::isUri)),
          Map.entry("uri-reference", new Format(Formats::uri, parses(URI::create))),
          Map.entry("uuid", new Format(Formats::uuid, UUID_TEXT.asMatchPredicate())));

  private Formats() {}

  static boolean isKnown(String format) {
    return FORMATS.containsKey(format);
  }

  static String example(String format, Draw draw) {
    return requireNonNull(FORMATS.get(format), format).example().apply(draw);
  }

  static boolean accept(String format, String text) {
    Format known = FORMATS.get(format);
    return known == null || known.accepts().test(text);
  }

  private static LocalDate date(Draw draw) {
    return LocalDate.of(2020, 1, 1).plusDays(draw.between(0, 3_650));
  }

  private static String time(Draw draw) {
    LocalTime time = LocalTime.ofSecondOfDay(draw.between(0, 86_399));
    return String.format(
        Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
  }

  private static String dateTime(Draw draw) {
    return date(draw) + "T" + time(draw) + ZoneOffset.UTC.getId();
  }

  private static String duration(Draw draw) {
    return Duration.ofMinutes(draw.between(1, 1_400)).toString();
  }

  private static String email(Draw draw) {
    return Words.noun(draw) + "." + Words.noun(draw) + "@" + hostname(draw);
  }

  private static String hostname(Draw draw) {
    return Words.noun(draw) + ".example.com";
  }

  private static String uri(Draw draw) {
    return "https://" + hostname(draw) + "/" + Words.noun(draw) + "/" + draw.between(1, 999);
  }

  private static String ipv4(Draw draw) {
    return "192.0.2." + draw.between(1, 254);
  }

  private static String ipv6(Draw draw) {
    return String.format(Locale.ROOT, "2001:db8:0:0:0:0:0:%x", draw.between(1, 0xffff));
  }

  private static String uuid(Draw draw) {
    long high = (draw.random().nextLong() & ~0xF000L) | 0x4000L;
    long low = (draw.random().nextLong() & ~(3L << 62)) | (1L << 63);
    return new UUID(high, low).toString();
  }

  private static boolean isUri(String text) {
    return parses(URI::create).test(text) && URI.create(text).isAbsolute();
  }

  // A literal with a colon is never looked up in the network.
  private static boolean isIpv6(String text) {
    try {
      return IPV6_CHARACTERS.matcher(text).matches() && InetAddress.getByName(text) != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static Predicate<String> parses(Function<String, ?> parser) {
    return text -> {
      try {
        return parser.apply(text) != null;
      } catch (RuntimeException e) {
        return false;
      }
    };
  }
}
