package org.atomicagents.chat;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import org.atomicagents.time.TimeSource;

/** A context provider of the current date or time. */
record ClockContext(
    String title,
    DateTimeFormatter format,
    ZoneId zone,
    TimeSource time,
    boolean affectsFingerprint)
    implements ContextProvider {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd, EEEE", Locale.ENGLISH);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd, EEEE, HH:mm VV", Locale.ENGLISH);

  ClockContext {
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(time, "time");
  }

  static ClockContext date(ZoneId zone, TimeSource time) {
    return new ClockContext("Current date", DATE, zone, time, true);
  }

  static ClockContext time(ZoneId zone, TimeSource time) {
    return new ClockContext("Current time", TIME, zone, time, false);
  }

  @Override
  public String info() {
    return format.format(time.now().atZone(zone));
  }
}
