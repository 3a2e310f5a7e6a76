/* The two ends of a flood of notifications, quicker than any monitor.

   `flood PATH serve`           owns org.freedesktop.Notifications and answers each Notify with the next number; until killed.
   `flood PATH send COUNT NAME` says "ready", waits for a line, sends COUNT calls with at most WINDOW unanswered, and prints
                                the unique name, the instant of the first call and of the last answer, and how many were answered;
                                their serials are 2 to COUNT + 1. */

#include "bus.h"

enum { WINDOW = 64 };

static void own_name(Out *out, size_t from) {
    put_text(out, from, "org.freedesktop.Notifications");
    put_u32(out, from, 4); /* do not queue */
}

/* Calls `take` for each message that comes, until it answers 0. */
static void read_all(int line, int (*take)(int, const Message *)) {
    static uint8_t raw[256 * 1024];
    size_t have = 0;
    int more = 1;
    while (more) {
        ssize_t got = recv(line, raw + have, sizeof raw - have, 0);
        if (got <= 0) die("the bus hung up");
        have += (size_t)got;
        size_t at = 0, length;
        while (more && (length = message_length(raw + at, have - at)) && length <= have - at) {
            Message message = read_message(raw + at);
            more = take(line, &message);
            at += length;
        }
        memmove(raw, raw + at, have - at);
        have -= at;
        more = more && take(line, NULL);
    }
}

/* ------------------------------------------------------------------------------------------------ the server */

static Out answers;
static uint32_t serial = 2, ident;

static int serve(int line, const Message *got) {
    if (!got) {
        if (answers.length) send_all(line, &answers);
        return 1;
    }
    if (got->kind != METHOD_CALL) return 1;
    int known = !strcmp(got->member, "Notify");
    size_t from = begin(&answers, known ? METHOD_RETURN : ERROR, NO_REPLY, ++serial);
    if (!known) put_field(&answers, from, 4, 's', "org.freedesktop.DBus.Error.UnknownMethod");
    uint8_t head[4] = {5, 1, 'u', 0};
    align(&answers, from, 8);
    put(&answers, head, 4);
    put_u32(&answers, from, got->serial);
    put_field(&answers, from, 6, 's', got->sender);
    if (known) put_field(&answers, from, 8, 'g', "u");
    size_t body = begin_body(&answers, from);
    if (known) put_u32(&answers, body, ++ident);
    finish(&answers, from, body);
    if (answers.length > sizeof answers.bytes - 1024) send_all(line, &answers);
    return 1;
}

/* ------------------------------------------------------------------------------------------------ a sender */

static unsigned long wanted, sent, taken;
static const char *title;

static void notify(Out *out, unsigned long number) {
    char summary[128];
    snprintf(summary, sizeof summary, "%s %lu", title, number);
    size_t from = begin(out, METHOD_CALL, 0, (uint32_t)number + 2);
    put_field(out, from, 1, 'o', "/org/freedesktop/Notifications");
    put_field(out, from, 6, 's', "org.freedesktop.Notifications");
    put_field(out, from, 2, 's', "org.freedesktop.Notifications");
    put_field(out, from, 3, 's', "Notify");
    put_field(out, from, 8, 'g', "susssasa{sv}i");
    size_t body = begin_body(out, from);
    put_text(out, body, "flood");
    put_u32(out, body, 0);
    put_text(out, body, "");
    put_text(out, body, summary);
    put_text(out, body, "a body of usual length, as programs send it");
    put_u32(out, body, 0); /* actions */
    put_u32(out, body, 0); /* hints: their length, and where they would begin */
    size_t length_at = out->length - 4;
    align(out, body, 8);
    size_t hints = out->length;
    uint8_t urgency[] = {1, 'y', 0, 1}, pid[] = {1, 'x', 0};
    int64_t value = getpid();
    put_text(out, body, "urgency");
    put(out, urgency, sizeof urgency);
    align(out, body, 8);
    put_text(out, body, "sender-pid");
    put(out, pid, sizeof pid);
    align(out, body, 8);
    put(out, &value, 8);
    uint32_t length = (uint32_t)(out->length - hints);
    memcpy(out->bytes + length_at, &length, 4);
    put_u32(out, body, (uint32_t)-1);
    finish(out, from, body);
}

static int take(int line, const Message *got) {
    static Out out;
    if (got) {
        taken += got->kind == METHOD_RETURN && got->reply_serial >= 2;
        if (got->kind == ERROR) die("refused");
        return taken < wanted;
    }
    while (sent < wanted && sent - taken < WINDOW) notify(&out, sent++);
    if (out.length) send_all(line, &out);
    return 1;
}

int main(int argc, char **argv) {
    char name[64], line_in[16];
    if (argc < 3) return 2;
    int line = connect_bus(argv[1], name);
    if (!strcmp(argv[2], "serve")) {
        call_bus(line, "org.freedesktop.DBus", "RequestName", 2, "su", own_name);
        answered(line, 2, NULL, 0);
        puts("ready");
        fflush(stdout);
        read_all(line, serve);
    } else if (!strcmp(argv[2], "send") && argc == 5) {
        wanted = strtoul(argv[3], NULL, 10);
        title = argv[4];
        puts("ready");
        fflush(stdout);
        if (!fgets(line_in, sizeof line_in, stdin)) return 1;
        double begun = now();
        take(line, NULL);
        read_all(line, take);
        printf("%s %.6f %.6f %lu\n", name, begun, now(), taken);
    } else {
        return 2;
    }
    return 0;
}
