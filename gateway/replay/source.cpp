#include "replay/source.hpp"

#include "journal/file.hpp"

#include <fcntl.h>

#include <utility>

namespace lockstep {

namespace {

namespace fs = std::filesystem;

fs::path copy_path(const fs::path& data_directory, const std::string& digest) {
    return data_directory / ("settings-" + digest + ".cfg");
}

// A digest comes from a journal, so it is not trusted with a path before it looks like one.
bool is_digest(const std::string& text) {
    return text.size() == 16 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

struct Starts {
    std::string digest; // of the newest
    std::uint32_t changes = 0;
};

Result<Starts> starts_of(const fs::path& journal) {
    auto reader = JournalReader::open(journal);
    if (!reader) return std::unexpected(reader.error());
    Starts starts;
    Names names;
    while (true) {
        const auto record = reader->next();
        if (!record) return std::unexpected(record.error());
        if (!*record) return starts;
        if ((*record)->type != RecordType::event) continue;
        const auto event = read_event(**record, names);
        if (!event) return std::unexpected(event.error());
        const auto* started = std::get_if<Started>(&event->body);
        if (started == nullptr) continue;
        starts.changes += !starts.digest.empty() && starts.digest != started->settings_digest;
        starts.digest = started->settings_digest;
    }
}

} // namespace

JournalSource source_of_directory(const fs::path& directory) {
    std::error_code ignored;
    const fs::path below = directory / "journal";
    if (fs::is_directory(below, ignored)) return {below, directory, std::nullopt};
    const fs::path absolute = fs::absolute(directory).lexically_normal();
    const fs::path folder = absolute.has_filename() ? absolute : absolute.parent_path();
    return {folder, folder.parent_path(), std::nullopt};
}

JournalSource source_of_settings(Settings settings) {
    const fs::path data = settings.gateway.data_directory;
    return {data / "journal", data, std::move(settings)};
}

Result<void> keep_settings(const Settings& settings) {
    const fs::path path = copy_path(settings.gateway.data_directory, settings.digest);
    std::error_code ignored;
    if (fs::exists(path, ignored)) return {};
    fs::path beside = path;
    beside += ".new";
    auto file = File::open(beside, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file) return std::unexpected(file.error());
    if (auto written = file->write_at(settings.copy, 0); !written) return written;
    return file->rename(path);
}

Result<RecordedSettings> recorded_settings(const JournalSource& source) {
    auto starts = starts_of(source.journal);
    if (!starts) return std::unexpected(starts.error());
    RecordedSettings recorded;
    recorded.digest = starts->digest;
    recorded.changes = starts->changes;
    if (starts->digest.empty()) {
        return failure("the journal in " + source.journal.string() +
                       " holds no start of a gateway");
    }
    if (source.settings && source.settings->digest == starts->digest) {
        recorded.settings = *source.settings;
        recorded.file = source.settings->gateway.settings_file;
        return recorded;
    }
    const std::string how = "; name the settings that it ran with by --recorded FILE";
    if (!is_digest(starts->digest)) {
        return failure("the journal's settings have no digest that a file could be found by" + how);
    }
    recorded.file = copy_path(source.data_directory, starts->digest);
    Checked checked = check_settings(recorded.file, Environment());
    if (!checked.good()) {
        return failure("the journal was made with the settings " + starts->digest +
                       ", and there is no good copy of them at " + recorded.file.string() + how);
    }
    if (checked.settings->digest != starts->digest) {
        return failure(recorded.file.string() +
                       " has been changed, or means something else to this "
                       "release" +
                       how);
    }
    recorded.settings = std::move(*checked.settings);
    return recorded;
}

} // namespace lockstep
