/* A line to the session bus for the benchmarks: raw socket, little-endian, no library. */
#ifndef HOLDSPACE_BENCH_BUS_H
#define HOLDSPACE_BENCH_BUS_H

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { METHOD_CALL = 1, METHOD_RETURN = 2, ERROR = 3, SIGNAL = 4 };
enum { NO_REPLY = 1, NO_AUTO_START = 2 };

typedef struct {
    uint8_t bytes[65536];
    size_t length;
} Out;

typedef struct {
    uint8_t kind;
    uint32_t serial, reply_serial, length;
    const char *sender, *member;
    const uint8_t *body;
} Message;

static inline void die(const char *what) {
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(1);
}

static inline double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_BOOTTIME, &at);
    return at.tv_sec + at.tv_nsec / 1e9;
}

static inline void put(Out *out, const void *bytes, size_t length) {
    if (out->length + length > sizeof out->bytes) die("message too large");
    memcpy(out->bytes + out->length, bytes, length);
    out->length += length;
}

static inline void align(Out *out, size_t from, size_t step) {
    static const uint8_t zeros[8];
    put(out, zeros, (step - (out->length - from) % step) % step);
}

static inline void put_u32(Out *out, size_t from, uint32_t value) {
    align(out, from, 4);
    put(out, &value, 4);
}

static inline void put_text(Out *out, size_t from, const char *text) {
    put_u32(out, from, (uint32_t)strlen(text));
    put(out, text, strlen(text) + 1);
}

static inline void put_field(Out *out, size_t from, uint8_t code, char type, const char *text) {
    uint8_t head[4] = {code, 1, (uint8_t)type, 0};
    uint8_t length = (uint8_t)strlen(text);
    align(out, from, 8);
    put(out, head, 4);
    if (type == 'g') {
        put(out, &length, 1);
        put(out, text, length + 1u);
    } else {
        put_text(out, from, text);
    }
}

/* Begins a message at the end of `out`; `finish` fills in the lengths. Returns where it begins. */
static inline size_t begin(Out *out, uint8_t kind, uint8_t flags, uint32_t serial) {
    size_t from = out->length;
    uint8_t head[4] = {'l', kind, flags, 1};
    uint32_t zero = 0;
    put(out, head, 4);
    put(out, &zero, 4);
    put(out, &serial, 4);
    put(out, &zero, 4);
    return from;
}

/* The fields are complete; returns where the body begins. */
static inline size_t begin_body(Out *out, size_t from) {
    uint32_t length = (uint32_t)(out->length - from - 16);
    memcpy(out->bytes + from + 12, &length, 4);
    align(out, from, 8);
    return out->length;
}

static inline void finish(Out *out, size_t from, size_t body) {
    uint32_t length = (uint32_t)(out->length - body);
    memcpy(out->bytes + from + 4, &length, 4);
}

static inline void send_all(int line, Out *out) {
    size_t at = 0;
    while (at < out->length) {
        ssize_t sent = send(line, out->bytes + at, out->length - at, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR) die("send");
        if (sent > 0) at += (size_t)sent;
    }
    out->length = 0;
}

static inline void call_bus(int line, const char *interface, const char *member, uint32_t serial, const char *signature,
                            void (*arguments)(Out *, size_t)) {
    static Out out;
    size_t from = begin(&out, METHOD_CALL, NO_AUTO_START, serial);
    put_field(&out, from, 1, 'o', "/org/freedesktop/DBus");
    put_field(&out, from, 2, 's', interface);
    put_field(&out, from, 3, 's', member);
    put_field(&out, from, 6, 's', "org.freedesktop.DBus");
    if (*signature) put_field(&out, from, 8, 'g', signature);
    size_t body = begin_body(&out, from);
    if (arguments) arguments(&out, body);
    finish(&out, from, body);
    send_all(line, &out);
}

/* The length of the message at `raw`, 0 when its head is not there yet. */
static inline size_t message_length(const uint8_t *raw, size_t have) {
    uint32_t body, fields;
    if (have < 16) return 0;
    memcpy(&body, raw + 4, 4);
    memcpy(&fields, raw + 12, 4);
    return 16 + (((size_t)fields + 7) & ~(size_t)7) + body;
}

/* Reads the header of a whole message. Texts point into `raw`. */
static inline Message read_message(const uint8_t *raw) {
    Message got = {.kind = raw[1], .sender = "", .member = ""};
    uint32_t fields, body;
    memcpy(&body, raw + 4, 4);
    memcpy(&got.serial, raw + 8, 4);
    memcpy(&fields, raw + 12, 4);
    size_t at = 16, end = 16 + fields;
    while (at < end) {
        at = (at + 7) & ~(size_t)7;
        uint8_t code = raw[at];
        char type = (char)raw[at + 2];
        uint32_t value;
        at += 4;
        memcpy(&value, raw + at, 4);
        if (type == 'u') {
            if (code == 5) got.reply_serial = value;
            at += 4;
        } else if (type == 'g') {
            at += raw[at] + 2u;
        } else {
            if (code == 3) got.member = (const char *)raw + at + 4;
            if (code == 7) got.sender = (const char *)raw + at + 4;
            at += value + 5;
        }
    }
    got.body = raw + ((end + 7) & ~(size_t)7);
    got.length = (uint32_t)(got.body - raw) + body;
    return got;
}

/* Waits for the answer to `serial` and throws the rest away; exits when the bus refuses. `copy` gets its first string. */
static inline void answered(int line, uint32_t serial, char *copy, size_t room) {
    uint8_t raw[65536];
    for (;;) {
        size_t have = 0, wanted = 16;
        while (have < wanted) {
            ssize_t got = recv(line, raw + have, wanted - have, 0);
            if (got <= 0) die("the bus hung up");
            have += (size_t)got;
            if (have == 16 && wanted == 16) wanted = message_length(raw, have);
            if (wanted > sizeof raw) die("answer too large");
        }
        Message got = read_message(raw);
        if (got.reply_serial != serial) continue;
        if (got.kind == ERROR) {
            fprintf(stderr, "the bus refused\n");
            exit(1);
        }
        if (copy) snprintf(copy, room, "%s", (const char *)got.body + 4);
        return;
    }
}

/* A connected line with a name, which is copied to `name` (64 bytes). The address is the bus's path. */
static inline int connect_bus(const char *path, char *name) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int line = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    char uid[32], words[128], reply[256];
    if (strlen(path) >= sizeof address.sun_path) die("address too long");
    memcpy(address.sun_path, path, strlen(path) + 1);
    if (line < 0 || connect(line, (struct sockaddr *)&address, sizeof address)) die("connect");
    snprintf(uid, sizeof uid, "%u", (unsigned)getuid());
    int length = snprintf(words, sizeof words, "%cAUTH EXTERNAL ", 0);
    for (const char *digit = uid; *digit; digit++) length += snprintf(words + length, sizeof words - (size_t)length, "%02x", *digit);
    length += snprintf(words + length, sizeof words - (size_t)length, "\r\n");
    if (send(line, words, (size_t)length, MSG_NOSIGNAL) != length) die("auth");
    ssize_t got = recv(line, reply, sizeof reply - 1, 0);
    if (got < 3 || memcmp(reply, "OK ", 3)) die("auth refused");
    if (send(line, "BEGIN\r\n", 7, MSG_NOSIGNAL) != 7) die("begin");
    call_bus(line, "org.freedesktop.DBus", "Hello", 1, "", NULL);
    answered(line, 1, name, 64);
    return line;
}

#endif
