"""The Streamlit parts every page shares: lesson frame, live slider and chart, quiz, links."""
