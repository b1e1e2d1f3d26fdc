package org.atomicagents.corpus.mutation;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.atomicagents.corpus.mutation.MutableJson.Role;
import org.atomicagents.corpus.mutation.MutableJson.Spot;
import org.atomicagents.corpus.mutation.MutableJson.Text;

/** Defects that write dates in other notations than ISO 8601. */
final class DateDefects {
  private static final List<String> NAMED =
      List.of(
          "d MMMM uuuu",
          "MMMM d, uuuu",
          "MMM d, uuuu",
          "EEEE, d MMMM uuuu",
          "dd-MMM-uuuu",
          "uuuu MMMM d",
          "'the' d'th of' MMMM uuuu",
          "d'.' MMMM uuuu");
  private static final List<String> NUMERIC =
      List.of("d/M/uuuu", "M/d/uuuu", "dd.MM.uuuu", "MM-dd-uuuu", "d MMMM", "d MMMM ''uu");

  private DateDefects() {}

  static boolean monthNames(MutableDocument draft) {
    return rewrite(draft, NAMED);
  }

  static boolean numericOrders(MutableDocument draft) {
    boolean isRewritten = rewrite(draft, NUMERIC);
    if (isRewritten) {
      draft.lose();
    }
    return isRewritten;
  }

  private static boolean rewrite(MutableDocument draft, List<String> patterns) {
    List<Spot> dates =
        draft.spots(spot ->
            spot.piece() instanceof Text text
                && text.role == Role.FORMATTED
                && text.value.matches("\\d{4}-\\d\\d-\\d\\d"));
    for (Spot spot : draft.some(dates)) {
      var text = (Text) spot.piece();
      String pattern = draft.random.oneOf(patterns);
      text.value =
          LocalDate.parse(text.value).format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
    }
    return !dates.isEmpty();
  }
}
