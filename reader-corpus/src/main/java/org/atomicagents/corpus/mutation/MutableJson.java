package org.atomicagents.corpus.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A JSON value with what it is of, about to be spoilt.
 *
 * <p>Made for one document and changed in place; not thread-safe.
 */
public sealed interface MutableJson {

  /**
   * An object.
   *
   * <p>{@code name} is that of a record, and empty for all others; {@code known} are the keys that
   * it may have, {@code absent} those of them that were left out.
   */
  final class Members implements MutableJson {
    public final Kind kind;
    public final String name;
    public final List<String> known = new ArrayList<>();
    public final List<String> absent = new ArrayList<>();
    public final List<Member> all = new ArrayList<>();

    /** What an object is of. */
    public enum Kind {
      /** A record, with its discriminator if it needs one. */
      RECORD,
      /** A map. */
      MAP,
      /** A root that is no object by itself. */
      WRAPPING
    }

    private Members(Kind kind, String name) {
      this.kind = kind;
      this.name = name;
    }

    public static Members ofRecord(String name) {
      return new Members(Kind.RECORD, name);
    }

    public static Members ofMap() {
      return new Members(Kind.MAP, "");
    }

    /** The object around a root that is none. */
    public static Members around(String key, MutableJson content) {
      var members = new Members(Kind.WRAPPING, "");
      members.known.add(key);
      members.all.add(new Member(key, content));
      return members;
    }

    public boolean isRecord() {
      return kind == Kind.RECORD;
    }

    public boolean isMap() {
      return kind == Kind.MAP;
    }
  }

  /** A key and its value. */
  final class Member {
    public String key;
    public MutableJson value;

    public Member(String key, MutableJson value) {
      this.key = key;
      this.value = value;
    }
  }

  /** A list. */
  final class Items implements MutableJson {
    public final List<MutableJson> all = new ArrayList<>();
  }

  /** A text in quotes. */
  final class Text implements MutableJson {
    public String value;
    public final Role role;
    public final List<Choice> choices;

    /** A text that is no constant of an enum. */
    public Text(String value, Role role) {
      this(value, role, List.of());
    }

    /** A constant of an enum, by its name. */
    public Text(String value, List<Choice> choices) {
      this(value, Role.CONSTANT, choices);
    }

    private Text(String value, Role role, List<Choice> choices) {
      this.value = value;
      this.role = role;
      this.choices = choices;
    }
  }

  /** What a text is of. */
  enum Role {
    /** Any text. */
    FREE,
    /** A constant of an enum. */
    CONSTANT,
    /** A date, an address or the like. */
    FORMATTED,
    /** Something that had no quotes before. */
    QUOTED
  }

  /**
   * A constant of an enum.
   *
   * @param description what it means; empty if nothing is said
   */
  record Choice(String name, String description) {}

  /** A number, as it is written. */
  final class Numeral implements MutableJson {
    public String digits;
    public final boolean whole;

    public Numeral(String digits, boolean whole) {
      this.digits = digits;
      this.whole = whole;
    }
  }

  /** {@code true}, {@code false} or {@code null}. */
  final class Literal implements MutableJson {
    public final String word;

    public Literal(String word) {
      this.word = word;
    }
  }

  /**
   * A place where a piece stands.
   *
   * @param around the object or list that it is in; the piece itself at the root
   */
  record Spot(MutableJson piece, MutableJson around, Consumer<MutableJson> replace) {
    boolean isRoot() {
      return piece == around;
    }

    boolean isItem() {
      return !isRoot() && around instanceof Items;
    }
  }

  /** All places of a tree below its root, in the order of the text. */
  static List<Spot> spots(MutableJson root) {
    var spots = new ArrayList<Spot>();
    collect(root, spots);
    return spots;
  }

  private static void collect(MutableJson piece, List<Spot> spots) {
    switch (piece) {
      case Members members -> {
        for (Member member : members.all) {
          spots.add(new Spot(member.value, members, value -> member.value = value));
          collect(member.value, spots);
        }
      }
      case Items items -> {
        for (int i = 0; i < items.all.size(); i++) {
          int index = i;
          spots.add(new Spot(items.all.get(i), items, value -> items.all.set(index, value)));
          collect(items.all.get(i), spots);
        }
      }
      case Text ignored -> {}
      case Numeral ignored -> {}
      case Literal ignored -> {}
    }
  }
}
