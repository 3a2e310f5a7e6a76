"""Makes everything that is handed out: wheel, sdist, standalone folder, .deb and .rpm. Run by `./dev package`."""
