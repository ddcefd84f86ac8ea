"""Goal: a short answer to every question, and the figure that shows it."""

from ui.questions_page import QuestionsPage

QuestionsPage("questions").show()
