package org.atomicagents.corpus.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A mutable JSON value that knows the kind of its Java type.
 *
 * <p>An instance belongs to one document. Not thread-safe.
 */
public sealed interface MutableJson {

  /**
   * An object.
   *
   * <p>{@code name} is the name of a record, and empty for other objects; {@code known} are the
   * keys it may have, and {@code absent} the known keys that are missing.
   */
  final class Members implements MutableJson {
    public final Kind kind;
    public final String name;
    public final List<String> known = new ArrayList<>();
    public final List<String> absent = new ArrayList<>();
    public final List<Member> all = new ArrayList<>();

    /** The kind of an object. */
    public enum Kind {
      /** A record, with its discriminator if it needs one. */
      RECORD,
      /** A map. */
      MAP,
      /** The wrapper of a root that is not an object. */
      WRAPPING
    }

    private Members(Kind kind, String name) {
      this.kind = kind;
      this.name = name;
    }

    /** Returns an empty record. */
    public static Members ofRecord(String name) {
      return new Members(Kind.RECORD, name);
    }

    /** Returns an empty map. */
    public static Members ofMap() {
      return new Members(Kind.MAP, "");
    }

    /** Returns the wrapper of a root that is not an object. */
    public static Members around(String key, MutableJson content) {
      var members = new Members(Kind.WRAPPING, "");
      members.known.add(key);
      members.all.add(new Member(key, content));
      return members;
    }

    /** Returns whether this is a record. */
    public boolean isRecord() {
      return kind == Kind.RECORD;
    }

    /** Returns whether this is a map. */
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

  /** A string. */
  final class Text implements MutableJson {
    public String value;
    public final Role role;
    public final List<Choice> choices;

    /** Creates a string that is not an enum constant. */
    public Text(String value, Role role) {
      this(value, role, List.of());
    }

    /** Creates an enum constant by its name. */
    public Text(String value, List<Choice> choices) {
      this(value, Role.CONSTANT, choices);
    }

    private Text(String value, Role role, List<Choice> choices) {
      this.value = value;
      this.role = role;
      this.choices = choices;
    }
  }

  /** The kind of a string. */
  enum Role {
    /** Any string. */
    FREE,
    /** An enum constant. */
    CONSTANT,
    /** A string with a format, such as a date. */
    FORMATTED,
    /** A value that had no quotes before its mutation. */
    QUOTED
  }

  /**
   * An enum constant.
   *
   * @param description the description of the constant; empty if it has none
   */
  record Choice(String name, String description) {}

  /** A number in its notation. */
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
   * The location of a value.
   *
   * @param around the containing object or list; the value itself at the root
   * @param replace replaces the value
   */
  record Spot(MutableJson piece, MutableJson around, Consumer<MutableJson> replace) {
    boolean isRoot() {
      return piece == around;
    }

    boolean isItem() {
      return !isRoot() && around instanceof Items;
    }
  }

  /** Returns all spots below the root, in text order. */
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
