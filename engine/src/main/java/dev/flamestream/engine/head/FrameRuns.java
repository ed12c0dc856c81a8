package dev.flamestream.engine.head;

import java.util.Arrays;

/** The frames of each location that a head has met, callers first: more than one where calls were inlined. Not thread-safe. */
final class FrameRuns {
    /** Runs one after the other: how many frames, then the frames. */
    private int[] numbers = new int[256];

    private int size;

    /** Begins a run and returns its place. */
    int begin() {
        int place = size;
        put(0);
        return place;
    }

    /** Adds a frame to the run that was begun last. */
    void add(int place, int frame) {
        put(frame);
        numbers[place]++;
    }

    /** Number of frames of a run. */
    int count(int place) {
        return numbers[place];
    }

    /** A frame of a run. */
    int frame(int place, int index) {
        return numbers[place + 1 + index];
    }

    long sizeBytes() {
        return 4L * numbers.length;
    }

    private void put(int number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size * 2);
        }
        numbers[size++] = number;
    }
}
