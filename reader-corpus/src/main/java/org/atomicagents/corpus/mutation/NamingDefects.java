package org.atomicagents.corpus.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.atomicagents.corpus.mutation.MutableJson.Choice;
import org.atomicagents.corpus.mutation.MutableJson.Member;
import org.atomicagents.corpus.mutation.MutableJson.Members;
import org.atomicagents.corpus.mutation.MutableJson.Role;
import org.atomicagents.corpus.mutation.MutableJson.Spot;
import org.atomicagents.corpus.mutation.MutableJson.Text;

/** Defects that change the style of keys and enum constants. */
final class NamingDefects {
  private static final Pattern WORD_ENDS =
      Pattern.compile("[^\\p{L}\\p{N}]+|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})");

  private NamingDefects() {}

  /** Returns whether two names consist of the same words. */
  static boolean same(String one, String other) {
    return bare(one).equals(bare(other));
  }

  private static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  /** Returns a name unchanged and in Pascal, camel and snake case. */
  static List<String> styles(String name) {
    List<String> words = words(name);
    String pascal = words.stream().map(NamingDefects::capital).collect(Collectors.joining());
    return List.of(
        name,
        pascal,
        pascal.substring(0, 1).toLowerCase(Locale.ROOT) + pascal.substring(1),
        String.join("_", words));
  }

  static boolean keys(MutableDocument draft) {
    var able = new ArrayList<Member>();
    for (Spot spot : draft.spots()) {
      if (spot.piece() instanceof Members members && !members.isMap()) {
        members.all.stream().filter(member -> isOwn(members, member)).forEach(able::add);
      }
    }
    boolean changed = false;
    int style = draft.random.between(0, 5);
    for (Member member : draft.some(able)) {
      String restyled = keyStyle(member.key, style);
      changed |= !restyled.equals(member.key);
      member.key = restyled;
    }
    return changed;
  }

  // No other known or present key may consist of the same words.
  private static boolean isOwn(Members members, Member member) {
    return members.known.contains(member.key)
        && members.known.stream().filter(known -> same(known, member.key)).count() == 1
        && members.all.stream().filter(other -> same(other.key, member.key)).count() == 1;
  }

  private static String keyStyle(String key, int style) {
    List<String> words = words(key);
    return switch (style) {
      case 0 -> String.join("_", words);
      case 1 -> String.join("-", words);
      case 2 -> words.stream().map(NamingDefects::capital).collect(Collectors.joining());
      case 3 -> key.toUpperCase(Locale.ROOT);
      case 4 -> String.join("_", words).toUpperCase(Locale.ROOT);
      default ->
          words.getFirst()
              + words.stream().skip(1).map(NamingDefects::capital).collect(Collectors.joining());
    };
  }

  static boolean constants(MutableDocument draft) {
    List<Text> able = texts(draft);
    boolean changed = false;
    for (Text text : draft.some(able)) {
      String restyled = constantStyle(text.value, draft.random.between(0, 8));
      if (!restyled.equals(text.value)) {
        draft.doubtIf(countMatches(text.choices, restyled) != 1);
        text.value = restyled;
        changed = true;
      }
    }
    return changed;
  }

  /** Writes marks beside constants, and several constants in one. */
  static boolean marks(MutableDocument draft) {
    List<Text> able = texts(draft);
    boolean changed = false;
    for (Text text : draft.some(able)) {
      String marked = marked(text.value, draft.random.oneOf(text.choices).name(), draft);
      if (text.choices.stream().noneMatch(choice -> isSpelledLike(choice, marked))) {
        text.value = marked;
        draft.lose();
        changed = true;
      }
    }
    return changed;
  }

  private static boolean isSpelledLike(Choice choice, String text) {
    return choice.name().equalsIgnoreCase(text) || choice.description().equalsIgnoreCase(text);
  }

  private static String marked(String name, String other, MutableDocument draft) {
    return switch (draft.random.between(0, 9)) {
      case 0 -> name + "*";
      case 1 -> name + "?";
      case 2 -> name + "'";
      case 3 -> "~" + name;
      case 4 -> name + " (probably)";
      case 5 -> name + "/" + other;
      case 6 -> name + ", " + other;
      case 7 -> name + ";" + other;
      case 8 -> name + " or " + other;
      // As in N/A for NA.
      default -> name.length() > 1 ? name.charAt(0) + "/" + name.substring(1) : name + "|";
    };
  }

  static boolean descriptions(MutableDocument draft) {
    boolean changed = false;
    for (Text text : draft.some(texts(draft))) {
      String description = descriptionOf(text);
      if (!description.isEmpty()) {
        draft.doubtIf(
            text.choices.stream().filter(choice -> same(choice.description(), description)).count()
                    > 1
                || text.choices.stream().anyMatch(choice -> same(choice.name(), description)));
        text.value =
            switch (draft.random.between(0, 2)) {
              case 0 -> description.toLowerCase(Locale.ROOT);
              case 1 -> description + ".";
              default -> description;
            };
        changed = true;
      }
    }
    return changed;
  }

  private static String descriptionOf(Text text) {
    return text.choices.stream()
        .filter(choice -> choice.name().equals(text.value))
        .map(Choice::description)
        .findAny()
        .orElse("");
  }

  private static List<Text> texts(MutableDocument draft) {
    return draft.spots().stream()
        .map(Spot::piece)
        .filter(piece -> piece instanceof Text text && text.role == Role.CONSTANT)
        .map(Text.class::cast)
        .toList();
  }

  private static long countMatches(List<Choice> choices, String name) {
    return choices.stream()
        .filter(choice -> same(choice.name(), name) || same(choice.description(), name))
        .count();
  }

  private static String constantStyle(String name, int style) {
    List<String> words = words(name);
    return switch (style) {
      case 0 -> name.toLowerCase(Locale.ROOT);
      case 1 -> String.join(" ", words);
      case 2 -> capital(String.join(" ", words));
      case 3 -> words.stream().map(NamingDefects::capital).collect(Collectors.joining(" "));
      case 4 -> String.join("-", words);
      case 5 -> name + ".";
      case 6 -> " " + name.toUpperCase(Locale.ROOT) + " ";
      case 7 -> "'" + name + "'";
      default ->
          words.getFirst()
              + words.stream().skip(1).map(NamingDefects::capital).collect(Collectors.joining());
    };
  }

  /** Returns the words of a name in lower case. */
  private static List<String> words(String name) {
    var words = new ArrayList<String>();
    WORD_ENDS
        .splitAsStream(name)
        .filter(word -> !word.isEmpty())
        .forEach(word -> words.add(word.toLowerCase(Locale.ROOT)));
    return words.isEmpty() ? List.of(name) : words;
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
