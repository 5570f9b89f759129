package dev.airelay.server;

import java.util.List;

/** The classes from which OpenAI's Java SDK makes its schemas, and which it fills from the answers. */
final class SdkTypes {

    private SdkTypes() {}

    /** A tool; the class is its name and the field its parameter. */
    static final class GetWeather {
        public String city;
    }

    /** An answer with a nested list and values of several types. */
    static final class Report {
        public String headline;
        public int pages;
        public boolean complete;
        public List<Author> authors;
    }

    /** A part of a {@link Report}. */
    static final class Author {
        public String name;
    }
}
